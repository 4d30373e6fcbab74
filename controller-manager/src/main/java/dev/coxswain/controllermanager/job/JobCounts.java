package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobStatus;
import dev.coxswain.api.batch.v1.UncountedTerminatedPods;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.controllermanager.framework.Pods;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;

/// Counts the pods that ended, each once, whatever crashes in between. Pure.
///
/// A pod that ended is first written down in the status by its uid; then its finalizer goes; when
/// that is seen, it becomes part of the number.
///
/// @param status the counts as they should be
/// @param release pods whose finalizer may go as soon as the status is written
/// @param succeeded all that succeeded, whether part of the number yet or not
/// @param failed likewise
/// @param completed likewise, the indexes that are done
/// @param perIndex what failed how often, where that is limited per index
record JobCounts(
    JobStatus status,
    List<Pod> release,
    int succeeded,
    int failed,
    NavigableSet<Integer> completed,
    IndexFailures perIndex) {
  private static final int AT_ONCE = 500;

  /// How a job ends, once that is certain. Then no pod is waited for: those of a job that fails
  /// have failed as well.
  enum Ending {
    NONE,
    SUCCESS,
    FAILURE
  }

  static JobCounts of(Job job, List<Pod> pods, Ending ending) {
    var tracked = pods.stream().filter(JobPods::isTracked).toList();
    var waiting = new HashSet<String>();
    tracked.forEach(p -> waiting.add(p.getMetadata().getUid()));
    var before = job.getStatus();
    var noted = before.getUncountedTerminatedPods();
    var completed = Indexes.parse(before.getCompletedIndexes());
    boolean indexed = JobPods.isIndexed(job);

    int succeeded = before.getSucceeded();
    int failed = before.getFailed();
    var open = UncountedTerminatedPods.newBuilder();
    for (var uid : noted.getSucceededList()) {
      if (waiting.contains(uid)) {
        open.addSucceeded(uid);
      } else if (!indexed) {
        succeeded++;
      }
    }
    for (var uid : noted.getFailedList()) {
      if (waiting.contains(uid)) {
        open.addFailed(uid);
      } else {
        failed++;
      }
    }
    var perIndex = new IndexFailures(job, pods);
    var release = new ArrayList<Pod>();
    for (var pod : tracked) {
      var uid = pod.getMetadata().getUid();
      if (JobPods.hasSucceeded(pod) && !open.getFailedList().contains(uid)) {
        boolean known = indexed || open.getSucceededList().contains(uid);
        note(known, release, pod, () -> open.addSucceeded(uid));
        Indexes.of(pod).stream().filter(i -> isInRange(job, i)).forEach(completed::add);
      } else if (isOver(job, pod, ending, perIndex, completed)) {
        boolean counts = JobPods.hasFailed(job, pod) || ending == Ending.FAILURE;
        boolean known = !counts || isNoFailure(job, pod) || open.getFailedList().contains(uid);
        note(known, release, pod, () -> open.addFailed(uid));
      }
    }
    if (indexed) {
      succeeded = completed.size();
    }
    var status = before.toBuilder().setSucceeded(succeeded).setFailed(failed);
    if (indexed) {
      status.setCompletedIndexes(Indexes.format(completed));
    }
    if (IndexFailures.isLimited(job)) {
      status.setFailedIndexes(Indexes.format(perIndex.failed()));
    }
    live(status, pods);
    return new JobCounts(
        status.setUncountedTerminatedPods(open).build(),
        List.copyOf(release),
        indexed ? succeeded : succeeded + open.getSucceededCount(),
        failed + open.getFailedCount(),
        completed,
        perIndex);
  }

  private static boolean isOver(
      Job job, Pod pod, Ending ending, IndexFailures perIndex, NavigableSet<Integer> completed) {
    return ending != Ending.NONE
        || job.getMetadata().hasDeletionTimestamp()
        || (JobPods.hasFailed(job, pod) && perIndex.mayRelease(pod, completed));
  }

  // What the policy ignores, or nobody asked for.
  private static boolean isNoFailure(Job job, Pod pod) {
    return FailurePolicy.of(job, pod) instanceof FailurePolicy.Verdict.Ignore
        || (JobPods.isIndexed(job) && Indexes.of(pod).stream().noneMatch(i -> isInRange(job, i)));
  }

  private static boolean isInRange(Job job, int index) {
    return index >= 0 && index < job.getSpec().getCompletions();
  }

  private static void note(boolean known, List<Pod> release, Pod pod, Runnable write) {
    if (release.size() < AT_ONCE) {
      release.add(pod);
      if (!known) {
        write.run();
      }
    }
  }

  private static void live(JobStatus.Builder status, List<Pod> pods) {
    var active = pods.stream().filter(Pods::isActive).toList();
    status
        .setActive(active.size())
        .setReady(Math.toIntExact(active.stream().filter(Pods::isReady).count()))
        .setTerminating(Math.toIntExact(pods.stream().filter(Pods::isTerminating).count()));
  }
}
