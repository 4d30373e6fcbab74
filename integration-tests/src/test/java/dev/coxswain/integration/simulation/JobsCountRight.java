package dev.coxswain.integration.simulation;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;

/// A job never takes back a success, never counts more than it has indexes, and never runs more
/// pods at a time than it may, nor two of one index.
///
/// Pods are not counted where answers get lost: of a pod whose creation was not confirmed nobody
/// knows.
final class JobsCountRight implements Invariant {
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private final Network network;

  JobsCountRight(Network network) {
    this.network = network;
  }

  @Override
  public void check(ObjectChange change, Ledger ledger) {
    change
        .after(Job.class)
        .ifPresent(job -> {
          int before =
              change.before(Job.class).map(old -> old.getStatus().getSucceeded()).orElse(0);
          int now = job.getStatus().getSucceeded();
          if (now < before || now > job.getSpec().getCompletions()) {
            throw new InvariantBroken(
                "%s had %d successes and now has %d".formatted(change.key(), before, now));
          }
        });
    if (change.before().isEmpty() && !network.losesAnswers()) {
      change.after(Pod.class).ifPresent(pod -> check(pod, change, ledger));
    }
  }

  private static void check(Pod pod, ObjectChange change, Ledger ledger) {
    var uid = Metadata.controllerOf(pod).map(owner -> owner.getUid()).orElse("");
    var job =
        ledger.all(Job.class).stream()
            .filter(j -> j.getMetadata().getUid().equals(uid))
            .findFirst();
    if (job.isEmpty()) {
      return;
    }
    var active =
        ledger.all(Pod.class).stream()
            .filter(Fleet::isActive)
            .filter(p -> Metadata.controllerOf(p).filter(o -> o.getUid().equals(uid)).isPresent())
            .toList();
    long same = active.stream().filter(p -> index(p).equals(index(pod))).count();
    if (active.size() > job.get().getSpec().getParallelism() || same > 1) {
      throw new InvariantBroken(
          "%s is pod number %d of its job, and number %d of its index"
              .formatted(change.key(), active.size(), same));
    }
  }

  private static String index(Pod pod) {
    return pod.getMetadata().getAnnotationsOrDefault(INDEX, "");
  }
}
