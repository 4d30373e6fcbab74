package dev.coxswain.controllermanager.garbage;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who owns whom among all objects, by uid. Owners that were never seen are there as well, as
/// virtual nodes: seeing to them is what brings their absence to light.
final class Graph {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";

  /// One object.
  ///
  /// @param type absent for a virtual node of a kind that nobody knows
  /// @param virtual known from the references of its dependents only
  record Node(
      String uid,
      Optional<ResourceType> type,
      ObjectKey key,
      List<OwnerReference> owners,
      boolean virtual,
      boolean deleting,
      List<String> finalizers) {

    boolean waitsForDependents() {
      return deleting && finalizers.contains(FOREGROUND);
    }

    boolean orphansDependents() {
      return deleting && finalizers.contains(ORPHAN);
    }

    boolean blocks(String owner) {
      return owners.stream().anyMatch(o -> o.getUid().equals(owner) && o.getBlockOwnerDeletion());
    }
  }

  private final OwnerKinds kinds;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Map<String, Set<String>> dependents = new HashMap<>();
  private final Set<String> gone = Collections.newSetFromMap(new Recent());

  Graph(OwnerKinds kinds) {
    this.kinds = kinds;
  }

  synchronized Optional<Node> get(String uid) {
    return Optional.ofNullable(nodes.get(uid));
  }

  synchronized List<Node> dependentsOf(String uid) {
    return dependents.getOrDefault(uid, Set.of()).stream().map(nodes::get).toList();
  }

  /// Whether the object was there and is no more. Uids are never used again.
  synchronized boolean isKnownGone(String uid) {
    return gone.contains(uid);
  }

  /// The object is there, or has changed.
  ///
  /// @return the uids that should be looked at
  synchronized List<String> observe(ResourceType type, Message object) {
    var metadata = Metadata.of(object);
    var node =
        new Node(
            metadata.getUid(),
            Optional.of(type),
            Metadata.key(object),
            metadata.getOwnerReferencesList(),
            false,
            metadata.hasDeletionTimestamp(),
            metadata.getFinalizersList());
    var before = Optional.ofNullable(nodes.put(node.uid(), node));
    var concerned = new ArrayList<String>();
    before.ifPresent(b -> b.owners().forEach(o -> unlink(o.getUid(), node.uid())));
    for (var owner : node.owners()) {
      dependents.computeIfAbsent(owner.getUid(), _ -> new LinkedHashSet<>()).add(node.uid());
      concernOwner(owner, node, concerned);
    }
    before.ifPresent(b -> b.owners().forEach(o -> concernWaiting(o.getUid(), concerned)));
    if (before.map(b -> !b.owners().equals(node.owners())).orElse(false)) {
      concerned.add(node.uid());
    }
    if (node.waitsForDependents()) {
      concerned.addAll(dependents.getOrDefault(node.uid(), Set.of()));
      concerned.add(node.uid());
    } else if (node.orphansDependents()) {
      concerned.add(node.uid());
    }
    return concerned;
  }

  private void concernOwner(OwnerReference owner, Node node, List<String> concerned) {
    var known =
        nodes.computeIfAbsent(owner.getUid(), uid -> virtual(uid, owner, node.key().namespace()));
    boolean odd = !known.virtual() && !isReachable(known, node, owner);
    if (known.virtual() || known.waitsForDependents() || odd) {
      concerned.add(known.uid());
      concerned.add(node.uid());
    }
  }

  private void concernWaiting(String owner, List<String> concerned) {
    var node = nodes.get(owner);
    if (node != null && node.waitsForDependents()) {
      concerned.add(owner);
    }
  }

  private Node virtual(String uid, OwnerReference owner, String namespace) {
    var type = kinds.of(owner);
    var key =
        new ObjectKey(
            type.filter(t -> !t.namespaced()).isPresent() ? "" : namespace, owner.getName());
    return new Node(uid, type, key, List.of(), true, false, List.of());
  }

  /// Whether a reference from `dependent` can mean this object at all: of that kind and name, and
  /// not in another namespace.
  static boolean isReachable(Node owner, Node dependent, OwnerReference reference) {
    return !isElsewhere(owner, dependent) && owner.key().name().equals(reference.getName());
  }

  /// Whether the owner is in a namespace from which nothing outside can be owned.
  static boolean isElsewhere(Node owner, Node dependent) {
    var namespace = owner.key().namespace();
    return !namespace.isEmpty() && !namespace.equals(dependent.key().namespace());
  }

  /// The object is gone.
  ///
  /// @return the uids that should be looked at
  synchronized List<String> forget(String uid) {
    gone.add(uid);
    var node = nodes.remove(uid);
    if (node == null) {
      return List.of();
    }
    var concerned = new ArrayList<String>(dependents.getOrDefault(uid, Set.of()));
    for (var owner : node.owners()) {
      unlink(owner.getUid(), uid);
      concernWaiting(owner.getUid(), concerned);
    }
    return concerned;
  }

  private void unlink(String owner, String dependent) {
    var known = dependents.get(owner);
    if (known == null) {
      return;
    }
    known.remove(dependent);
    if (known.isEmpty()) {
      dependents.remove(owner);
      var node = nodes.get(owner);
      if (node != null && node.virtual()) {
        nodes.remove(owner);
      }
    }
  }

  /// The latest thousand.
  private static final class Recent extends LinkedHashMap<String, Boolean> {
    @Serial private static final long serialVersionUID = 1;
    private static final int CAPACITY = 1000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > CAPACITY;
    }
  }
}
