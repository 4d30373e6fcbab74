package dev.coxswain.controllermanager.garbage;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import dev.coxswain.controllermanager.framework.Owners;
import dev.coxswain.controllermanager.garbage.GarbagePlanner.Action;
import dev.coxswain.controllermanager.garbage.GarbagePlanner.Owner;
import dev.coxswain.controllermanager.garbage.GarbagePlanner.OwnerState;
import dev.coxswain.controllermanager.garbage.Graph.Node;
import java.util.List;
import java.util.Optional;

/// Follows all resources, and carries out what the planner decides. Keys are uids.
///
/// What the graph doesn't show is looked up on the server before anything is deleted for it.
public final class GarbageCollector {
  private final ApiClient client;
  private final OwnerKinds kinds = new OwnerKinds(Scheme.kubernetes());
  private final Graph graph = new Graph(kinds);
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;

  private GarbageCollector(ControllerContext context) {
    this.client = context.client();
    this.queue = context.queue();
    this.events = context.recorder("garbage-collector-controller");
    for (var type : kinds.collected()) {
      context.informers().metadata(type).addHandler(new GraphHandler(type));
    }
  }

  public static Controller create(ControllerContext context, int workers) {
    var collector = new GarbageCollector(context);
    return ControllerContext.controller(
        "garbagecollector", collector.queue, workers, collector::reconcile);
  }

  private void reconcile(ObjectKey uid) {
    var node = graph.get(uid.name());
    if (node.isEmpty()) {
      return;
    }
    if (node.get().virtual()) {
      verify(node.get());
    } else {
      decide(node.get());
    }
  }

  /// A virtual node whose object turns out not to exist is gone, and its dependents must know.
  private void verify(Node node) {
    if (node.type().isPresent() && !exists(node.type().get(), node.key(), node.uid())) {
      wake(graph.forget(node.uid()));
    }
  }

  private boolean exists(ResourceType type, ObjectKey key, String uid) {
    try {
      return Metadata.of(client.get(type, key)).getUid().equals(uid);
    } catch (ApiException.NotFound e) {
      return false;
    }
  }

  private void decide(Node node) {
    var owners = node.owners().stream().map(o -> new Owner(o, state(o, node))).toList();
    var view = new GarbagePlanner.View(node, owners, graph.dependentsOf(node.uid()));
    try {
      carryOut(node, GarbagePlanner.plan(view));
    } catch (ApiException.NotFound e) {
      // Gone already; the informer will say so.
    }
  }

  private OwnerState state(OwnerReference reference, Node dependent) {
    var known = graph.get(reference.getUid()).filter(n -> !n.virtual());
    if (known.isPresent() && Graph.isReachable(known.get(), dependent, reference)) {
      return known.get().waitsForDependents() ? OwnerState.WAITING : OwnerState.SOLID;
    }
    if (known.filter(owner -> Graph.isElsewhere(owner, dependent)).isPresent()) {
      tellElsewhere(reference, dependent);
    }
    if (graph.isKnownGone(reference.getUid())) {
      return OwnerState.ABSENT;
    }
    var type = kinds.of(reference);
    boolean tellable =
        type.isPresent() && !(type.get().namespaced() && dependent.key().namespace().isEmpty());
    if (!tellable) {
      return OwnerState.SOLID;
    }
    var namespace = type.get().namespaced() ? dependent.key().namespace() : "";
    var key = new ObjectKey(namespace, reference.getName());
    return exists(type.get(), key, reference.getUid()) ? OwnerState.SOLID : OwnerState.ABSENT;
  }

  private void tellElsewhere(OwnerReference owner, Node dependent) {
    var about =
        ObjectReference.newBuilder()
            .setNamespace(dependent.key().namespace())
            .setName(dependent.key().name())
            .setUid(dependent.uid());
    dependent
        .type()
        .ifPresent(type ->
            about.setApiVersion(type.groupVersion().apiVersion()).setKind(type.kind().kind()));
    var namespace = dependent.key().namespace();
    events.event(
        about.build(),
        EventRecorder.WARNING,
        "OwnerRefInvalidNamespace",
        "ownerRef [%s/%s, namespace: %s, name: %s, uid: %s] does not exist in namespace \"%s\""
            .formatted(
                owner.getApiVersion(),
                owner.getKind(),
                namespace,
                owner.getName(),
                owner.getUid(),
                namespace));
  }

  private void carryOut(Node node, Action action) {
    switch (action) {
      case Action.Nothing _ -> {}
      case Action.Delete(var propagation, var unblock) -> delete(node, propagation, unblock);
      case Action.DropOwners(var uids) -> dropOwners(node, uids);
      case Action.DropFinalizer(var finalizer) -> dropFinalizer(node, finalizer);
      case Action.OrphanDependents(var dependents) -> {
        dependents.forEach(d -> orphan(d, node.uid()));
        dropFinalizer(node, Graph.ORPHAN);
      }
      case Action.LookAt(var uids) -> wake(uids);
    }
  }

  private void delete(Node node, String propagation, boolean unblock) {
    if (unblock) {
      unblock(node);
    }
    client.delete(
        node.type().orElseThrow(),
        node.key(),
        DeleteOptions.newBuilder()
            .setPropagationPolicy(propagation)
            .setPreconditions(Preconditions.newBuilder().setUid(node.uid()))
            .build());
  }

  // Breaks the ring of a cycle: this object no longer holds its owners back.
  private void unblock(Node node) {
    editOwners(
        node,
        owners ->
            owners.stream().map(o -> o.toBuilder().setBlockOwnerDeletion(false).build()).toList());
  }

  private void dropOwners(Node node, List<String> uids) {
    editOwners(node, owners -> owners.stream().filter(o -> !uids.contains(o.getUid())).toList());
  }

  private void orphan(Node dependent, String owner) {
    try {
      dropOwners(dependent, List.of(owner));
    } catch (ApiException.NotFound e) {
      // Gone: nobody's now.
    }
  }

  private interface OwnerEdit {
    List<OwnerReference> apply(List<OwnerReference> owners);
  }

  private void editOwners(Node node, OwnerEdit edit) {
    current(node)
        .ifPresent(object -> {
          var before = Metadata.of(object).getOwnerReferencesList();
          var after = edit.apply(before);
          if (!after.equals(before)) {
            patch(node, Owners.patch(object, after));
          }
        });
  }

  private void dropFinalizer(Node node, String finalizer) {
    current(node)
        .map(Metadata::of)
        .filter(metadata -> metadata.getFinalizersList().contains(finalizer))
        .ifPresent(metadata ->
            patch(
                node,
                MergePatch.metadata()
                    .put("resourceVersion", metadata.getResourceVersion())
                    .putTexts(
                        "finalizers",
                        metadata.getFinalizersList().stream()
                            .filter(f -> !f.equals(finalizer))
                            .toList())
                    .bytes()));
  }

  /// The object as the server has it, if it still is that object.
  private Optional<Message> current(Node node) {
    var object = client.get(node.type().orElseThrow(), node.key());
    return Optional.of(object).filter(o -> Metadata.of(o).getUid().equals(node.uid()));
  }

  private void patch(Node node, byte[] patch) {
    client.patch(node.type().orElseThrow(), node.key(), PatchType.MERGE, patch, "");
  }

  private void wake(List<String> uids) {
    uids.forEach(uid -> queue.add(ObjectKey.clusterScoped(uid)));
  }

  private final class GraphHandler implements ResourceHandler<Message> {
    private final ResourceType type;

    GraphHandler(ResourceType type) {
      this.type = type;
    }

    @Override
    public void onAdd(Message object) {
      wake(graph.observe(type, object));
    }

    @Override
    public void onUpdate(Message before, Message after) {
      if (!Metadata.of(before).getUid().equals(Metadata.of(after).getUid())) {
        onDelete(before);
      }
      wake(graph.observe(type, after));
    }

    @Override
    public void onDelete(Message last) {
      wake(graph.forget(Metadata.of(last).getUid()));
    }
  }
}
