package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.PodRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.status.PodStatuses;
import dev.coxswain.kubelet.status.StatusView.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One worker per pod, each on a virtual thread of its own.
public final class PodWorkers {
  private static final Logger log = LoggerFactory.getLogger(PodWorkers.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

  private final NodeContext node;
  private final Admission admission;
  private final Map<String, Loop> loops = new ConcurrentHashMap<>();
  private volatile boolean stopped;

  public PodWorkers(NodeContext node) {
    this.node = node;
    this.admission = new Admission(node.facts().allocatable());
  }

  private record Loop(PodWorker worker, Wakeup wakeup) {}

  /// The pod is bound to this node, or has changed.
  public synchronized void update(Pod pod) {
    var uid = pod.getMetadata().getUid();
    var known = loops.get(uid);
    if (known != null) {
      known.worker().update(pod);
      known.wakeup().signal();
    } else if (!stopped) {
      admit(pod);
    }
  }

  /// The pod is gone from the cluster.
  public synchronized void remove(Pod pod) {
    var known = loops.get(pod.getMetadata().getUid());
    if (known != null) {
      known.worker().update(pod);
      known.worker().remove();
      known.wakeup().signal();
    }
  }

  /// Something happened to a container of the pod.
  public void wake(String uid) {
    var known = loops.get(uid);
    if (known != null) {
      known.wakeup().signal();
    }
  }

  /// Ends the pods that the runtime has and the cluster doesn't.
  ///
  /// @param runtime everything that the runtime has
  /// @param folders the uids of pods that have files here
  public synchronized void removeOrphans(Map<String, PodRecord> runtime, List<String> folders) {
    runtime.forEach((uid, record) -> {
      if (!loops.containsKey(uid)) {
        log.atInfo().addKeyValue("uid", uid).log("ending a pod that nobody wants");
        startOrphan(orphan(uid, record));
      }
    });
    for (var uid : folders) {
      if (!loops.containsKey(uid)) {
        startOrphan(orphan(uid, PodRecord.nothing()));
      }
    }
  }

  /// The node gives the pod up.
  public void evict(Pod pod, Failure why) {
    var known = loops.get(pod.getMetadata().getUid());
    if (known != null) {
      log.atWarn()
          .addKeyValue("pod", PodId.of(pod))
          .addKeyValue("cause", why.message())
          .log("evicts a pod");
      known.worker().evict(why);
      known.wakeup().signal();
    }
  }

  /// The pod with that name, as the cluster last described it.
  public Optional<Pod> find(ObjectKey key) {
    return pods().stream()
        .filter(pod -> pod.getMetadata().getNamespace().equals(key.namespace()))
        .filter(pod -> pod.getMetadata().getName().equals(key.name()))
        .max(
            Comparator.comparingLong(pod -> pod.getMetadata().getCreationTimestamp().getSeconds()));
  }

  public List<Pod> pods() {
    return loops.values().stream().map(loop -> loop.worker().pod()).toList();
  }

  /// Stops looking after pods; they go on running.
  public synchronized void stop() {
    stopped = true;
    loops.values().forEach(loop -> loop.wakeup().signal());
  }

  private void admit(Pod pod) {
    var others = pods();
    var refusal =
        isSettled(pod) ? Optional.<Admission.Refused>empty() : admission.refuse(pod, others);
    if (refusal.isPresent()) {
      var why = refusal.get();
      log.atInfo()
          .addKeyValue("pod", PodId.of(pod))
          .addKeyValue("reason", why.reason())
          .log("refused a pod");
      node.events().warning(pod, "", why.reason(), why.message());
      node.statuses().publish(pod, why.status(pod, node.clock().instant()));
    } else {
      start(pod);
    }
  }

  /// Whether the pod was let in before, or only needs to be taken down.
  private boolean isSettled(Pod pod) {
    return pod.getMetadata().hasDeletionTimestamp()
        || PodStatuses.isTerminal(pod.getStatus())
        || !node.runtime().pod(pod.getMetadata().getUid()).isEmpty();
  }

  private Loop start(Pod pod) {
    var wakeup = new Wakeup();
    var worker = new PodWorker(node, pod, wakeup::signal);
    var loop = new Loop(worker, wakeup);
    loops.put(pod.getMetadata().getUid(), loop);
    Thread.ofVirtual().name("pod-" + PodId.of(pod)).start(() -> run(loop));
    return loop;
  }

  private void startOrphan(Pod pod) {
    var loop = start(pod);
    loop.worker().remove();
    loop.wakeup().signal();
  }

  private static Pod orphan(String uid, PodRecord record) {
    var id =
        record.sandboxes().stream()
            .map(s -> s.pod())
            .findFirst()
            .or(() -> record.containers().stream().map(c -> c.pod()).findFirst())
            .orElse(new PodId("", "", uid));
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setUid(uid)
                .setName(id.name())
                .setNamespace(id.namespace())
                .setDeletionGracePeriodSeconds(30))
        .build();
  }

  private void run(Loop loop) {
    int failures = 0;
    try {
      while (!stopped) {
        PodWorker.Next next;
        try {
          next = loop.worker().sync();
          failures = 0;
        } catch (InterruptedException e) {
          // Called off because the pod has to end: look again.
          next = new PodWorker.Next.Now();
        } catch (RuntimeFailure | ApiException e) {
          failures++;
          next = retry(loop, failures, e);
        } catch (RuntimeException e) {
          failures++;
          log.atError().setCause(e).addKeyValue("pod", PodId.of(loop.worker().pod())).log("bug");
          next = retry(loop, failures, e);
        }
        switch (next) {
          case PodWorker.Next.Now _ -> {}
          case PodWorker.Next.At(var when) -> loop.wakeup().await(until(when));
          case PodWorker.Next.Never _ -> {
            loops.remove(loop.worker().pod().getMetadata().getUid(), loop);
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PodWorker.Next retry(Loop loop, int failures, RuntimeException e) {
    if (failures == 1) {
      log.atWarn()
          .addKeyValue("pod", PodId.of(loop.worker().pod()))
          .addKeyValue("cause", e.getMessage())
          .log("cannot look after the pod");
    }
    var pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 5));
    return new PodWorker.Next.At(
        node.clock().instant().plus(pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause));
  }

  private Duration until(Instant when) {
    var left = Duration.between(node.clock().instant(), when);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
