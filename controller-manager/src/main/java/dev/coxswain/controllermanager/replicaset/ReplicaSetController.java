package dev.coxswain.controllermanager.replicaset;

import static java.util.function.Predicate.not;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.ReplicaSetStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.Expectations;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Pods;
import dev.coxswain.controllermanager.framework.SlowStart;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// Carries out the plans for replica sets, and for whatever else can be seen as one.
public final class ReplicaSetController<M extends Message> {
  private final ReplicatorKind<M> kind;
  private final ControllerContext context;
  private final Lister<M> sets;
  private final Lister<Pod> pods;
  private final Claimer claimer;
  private final PodControl control;
  private final Expectations expectations;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private ReplicaSetController(ControllerContext context, ReplicatorKind<M> kind) {
    this.kind = kind;
    this.context = context;
    this.clock = context.clock();
    this.sets = context.byController(kind.type());
    this.pods = context.byController(Pod.class);
    this.claimer = new Claimer(context.client());
    this.control = new PodControl(context.client(), context.recorder(kind.component()));
    this.queue = context.queue();
    this.expectations = new Expectations(clock, queue);
    context.watch(kind.type(), queue);
    context.informer(Pod.class).addHandler(new PodHandler());
  }

  public static Controller forReplicaSets(ControllerContext context, int workers) {
    return build("replicaset", context, new ReplicatorKind.Sets(), workers);
  }

  public static Controller forReplicationControllers(ControllerContext context, int workers) {
    return build("replicationcontroller", context, new ReplicatorKind.Controllers(), workers);
  }

  private static <M extends Message> Controller build(
      String name, ControllerContext context, ReplicatorKind<M> kind, int workers) {
    var controller = new ReplicaSetController<>(context, kind);
    return ControllerContext.controller(name, controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = sets.get(key);
    if (found.isEmpty()) {
      expectations.forget(key);
      return;
    }
    var object = found.get();
    var set = kind.view(object);
    boolean mayAct = expectations.satisfied(key);
    var selector = Selector.of(set.getSpec().getSelector());
    var alive = ControllerContext.candidates(pods, object).stream().filter(not(Pods::isFinished));
    var mine = claimer.claim(object, selector, alive.toList(), Pod.class);
    var view = new ReplicaSetPlanner.View(set, mine, related(set));
    Optional<Refused> refused =
        mayAct
            ? carryOut(key, object, ReplicaSetPlanner.plan(view, clock.instant()))
            : Optional.empty();
    var failure =
        refused.map(r -> new ReplicaSetStatuses.Failure(r.reason(), r.cause().getMessage()));
    writeStatus(object, set, ReplicaSetStatuses.of(set, mine, failure, clock.instant()));
    if (refused.isPresent()) {
      throw refused.get().cause();
    }
    Pods.nextAvailable(mine, set.getSpec().getMinReadySeconds(), clock.instant())
        .ifPresent(delay -> queue.addAfter(key, delay));
  }

  private record Refused(String reason, ApiException cause) {}

  /// The pods of all sets that the same deployment has.
  private List<Pod> related(ReplicaSet set) {
    return Metadata.controllerOf(set)
        .map(controller -> ControllerContext.controlledBy(sets, controller.getUid()).stream())
        .map(siblings -> siblings.map(sibling -> Metadata.of(sibling).getUid()))
        .orElseGet(() -> Stream.of(set.getMetadata().getUid()))
        .flatMap(uid -> ControllerContext.controlledBy(pods, uid).stream())
        .toList();
  }

  private Optional<Refused> carryOut(ObjectKey key, M object, ReplicaSetPlanner.Plan plan) {
    if (plan.creations() > 0) {
      return create(key, object, plan.creations()).map(e -> new Refused("FailedCreate", e));
    }
    return delete(key, object, plan.deletions()).map(e -> new Refused("FailedDelete", e));
  }

  private Optional<ApiException> create(ObjectKey key, M object, int count) {
    expectations.expectCreations(key, count);
    var pod = PodControl.fromTemplate(kind.view(object).getSpec().getTemplate(), object);
    var outcome =
        SlowStart.run(
            context.client(), Collections.nCopies(count, pod), one -> createOne(key, object, one));
    for (int i = 0; i < outcome.skipped(); i++) {
      expectations.creationObserved(key);
    }
    return outcome.failure().filter(e -> !PodControl.isNamespaceTerminating(e));
  }

  private void createOne(ObjectKey key, M object, Pod pod) {
    try {
      control.create(pod, object);
    } catch (RuntimeException e) {
      expectations.creationObserved(key);
      throw e;
    }
  }

  private Optional<ApiException> delete(ObjectKey key, M object, List<Pod> doomed) {
    if (doomed.isEmpty()) {
      return Optional.empty();
    }
    expectations.expectDeletions(key, doomed.stream().map(ReplicaSetController::id).toList());
    var failure = new AtomicReference<ApiException>();
    context
        .client()
        .forAll(
            doomed,
            pod -> {
              try {
                control.delete(pod, object);
              } catch (ApiException e) {
                expectations.deletionObserved(key, id(pod));
                failure.compareAndSet(null, e);
              }
            });
    return Optional.ofNullable(failure.get());
  }

  private void writeStatus(M object, ReplicaSet set, ReplicaSetStatus status) {
    var updated = kind.withStatus(object, status);
    if (!updated.equals(kind.withStatus(object, set.getStatus()))) {
      context.client().updateStatus(updated);
    }
  }

  private static String id(Pod pod) {
    return pod.getMetadata().getUid();
  }

  /// Wakes the set that a pod belongs to, or may come to belong to.
  private final class PodHandler implements ResourceHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      if (Pods.isDeleting(pod)) {
        onDelete(pod);
        return;
      }
      var owner = owner(pod);
      owner.ifPresent(expectations::creationObserved);
      owner.ifPresentOrElse(queue::add, () -> wakeAdopters(pod));
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      if (Pods.isDeleting(after)) {
        owner(after).ifPresent(key -> expectations.deletionObserved(key, id(after)));
      }
      owner(before).ifPresent(queue::add);
      owner(after).ifPresentOrElse(queue::add, () -> wakeAdopters(after));
    }

    @Override
    public void onDelete(Pod pod) {
      owner(pod)
          .ifPresent(key -> {
            expectations.deletionObserved(key, id(pod));
            queue.add(key);
          });
    }

    private Optional<ObjectKey> owner(Pod pod) {
      return ControllerContext.owner(pod, kind.kind());
    }

    private void wakeAdopters(Pod pod) {
      if (Metadata.controllerOf(pod).isPresent()) {
        return;
      }
      for (var candidate : sets.list(pod.getMetadata().getNamespace(), Selector.everything())) {
        var selector = Selector.of(kind.view(candidate).getSpec().getSelector());
        if (!selector.isEmpty() && selector.matches(pod.getMetadata().getLabelsMap())) {
          queue.add(Metadata.key(candidate));
        }
      }
    }
  }
}
