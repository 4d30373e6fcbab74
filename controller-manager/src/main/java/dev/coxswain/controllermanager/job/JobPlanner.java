package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobCondition;
import dev.coxswain.api.batch.v1.JobStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import dev.coxswain.controllermanager.job.JobCounts.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Decides the next step of a job. Pure.
final class JobPlanner {
  private static final int BURST = 500;

  /// @param type `Normal` or `Warning`
  record Event(String type, String reason, String message) {}

  /// Everything one decision asks for, in this order; pods are only released when the status is
  /// written.
  ///
  /// @param deletions pods that go, and are counted
  /// @param drops pods that go as if they had never been
  /// @param status when all pods were deleted and created
  record Plan(
      List<Pod> deletions,
      List<Pod> drops,
      List<Pod> creations,
      JobStatus status,
      List<Pod> releases,
      List<Event> events,
      Optional<Duration> lookAgain) {}

  private final Job job;
  private final List<Pod> pods;
  private final List<Pod> active;
  private final Instant now;
  private final JobCounts counts;
  private final List<Pod> deletions = new ArrayList<>();
  private final List<Pod> drops = new ArrayList<>();
  private final List<Pod> creations = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private JobStatus.Builder status;
  private Optional<Duration> lookAgain = Optional.empty();

  private JobPlanner(Job job, List<Pod> pods, Instant now) {
    this.job = job;
    this.pods = pods;
    this.now = now;
    this.active = pods.stream().filter(Pods::isActive).toList();
    this.counts = JobCounts.of(job, pods, Ending.NONE);
    this.status = started(counts);
  }

  /// @param pods the job's own, also those that ended
  static Plan plan(Job job, List<Pod> pods, Instant now) {
    return new JobPlanner(job, pods, now).plan();
  }

  private Plan plan() {
    if (JobConditions.isFinished(job.getStatus())) {
      var over = pods.stream().filter(JobPods::isTracked).filter(Pods::isFinished).toList();
      return new Plan(
          List.of(), List.of(), List.of(), job.getStatus(), over, List.of(), Optional.empty());
    }
    var target = JobConditions.target(job, counts, pods, now);
    if (target.isPresent()) {
      return end(target.get());
    }
    if (job.getSpec().getSuspend()) {
      suspend();
    } else if (!job.getMetadata().hasDeletionTimestamp()) {
      run();
    }
    return plan(counts.release());
  }

  /// Jobs begin when they are first looked at, or when they may.
  private JobStatus.Builder started(JobCounts counts) {
    var status = counts.status().toBuilder();
    if (!status.hasStartTime() && !job.getSpec().getSuspend()) {
      status.setStartTime(Times.of(now));
    }
    return status;
  }

  private Plan plan(List<Pod> releases) {
    int gone = deletions.size() + drops.size();
    long ready = Stream.concat(deletions.stream(), drops.stream()).filter(Pods::isReady).count();
    status
        .setActive(status.getActive() - gone + creations.size())
        .setReady(Math.toIntExact(status.getReady() - ready))
        .setTerminating(status.getTerminating() + gone);
    return new Plan(deletions, drops, creations, status.build(), releases, events, lookAgain);
  }

  private Plan end(JobCondition target) {
    boolean success = target.getType().equals(JobConditions.SUCCESS_TARGET);
    var last = JobCounts.of(job, pods, success ? Ending.SUCCESS : Ending.FAILURE);
    status = started(last);
    deletions.addAll(active);
    if (JobConditions.find(job.getStatus(), target.getType()).isEmpty()) {
      status.addConditions(target);
    }
    var open = status.getUncountedTerminatedPods();
    boolean counted = open.getSucceededCount() + open.getFailedCount() == 0;
    if (counted && active.isEmpty() && status.getTerminating() == 0) {
      finish(target, success);
    }
    return plan(last.release());
  }

  private void finish(JobCondition target, boolean success) {
    status.addConditions(
        JobConditions.of(
            success ? JobConditions.COMPLETE : JobConditions.FAILED,
            true,
            target.getReason(),
            target.getMessage(),
            now));
    if (!success) {
      events.add(new Event("Warning", target.getReason(), target.getMessage()));
      return;
    }
    status.setCompletionTime(Times.of(now));
    if (job.getSpec().hasCompletions() && status.getSucceeded() > job.getSpec().getCompletions()) {
      events.add(
          new Event(
              "Warning",
              "TooManySucceededPods",
              "Too many succeeded pods running after completion count reached"));
    }
    events.add(new Event("Normal", "Completed", "Job completed"));
  }

  private void suspend() {
    drops.addAll(active);
    if (!JobConditions.holds(job.getStatus(), JobConditions.SUSPENDED)) {
      setSuspended(true, "JobSuspended", "Job suspended");
      events.add(new Event("Normal", "Suspended", "Job suspended"));
    }
  }

  private void setSuspended(boolean value, String reason, String message) {
    var condition = JobConditions.of(JobConditions.SUSPENDED, value, reason, message, now);
    for (int i = 0; i < status.getConditionsCount(); i++) {
      if (status.getConditions(i).getType().equals(JobConditions.SUSPENDED)) {
        status.setConditions(i, condition);
        return;
      }
    }
    status.addConditions(condition);
  }

  private void run() {
    if (JobConditions.holds(job.getStatus(), JobConditions.SUSPENDED)) {
      setSuspended(false, "JobResumed", "Job resumed");
      events.add(new Event("Normal", "Resumed", "Job resumed"));
      status.setStartTime(Times.of(now));
    }
    lookAgain =
        JobConditions.deadline(job.getSpec(), status).map(end -> Duration.between(now, end));
    int wanted = wanted();
    drops.addAll(
        JobPods.surplus(job, active, Math.max(0, active.size() - wanted)).stream()
            .limit(BURST)
            .toList());
    int running = active.size() + (JobPods.waitsForEnd(job) ? counts.status().getTerminating() : 0);
    if (drops.isEmpty() && running < wanted) {
      grow(Math.min(wanted - running, BURST));
    }
  }

  private int wanted() {
    int parallelism = job.getSpec().getParallelism();
    if (!job.getSpec().hasCompletions()) {
      // Any success is the sign that no new pods are needed.
      return counts.succeeded() > 0 ? active.size() : parallelism;
    }
    int over = counts.succeeded() + counts.perIndex().failed().size();
    return Math.clamp(job.getSpec().getCompletions() - over, 0, parallelism);
  }

  private void grow(int missing) {
    var pause = pause();
    if (pause.isPositive() && !IndexFailures.isLimited(job)) {
      lookAgainIn(pause);
    } else if (JobPods.isIndexed(job)) {
      growIndexes(missing);
    } else {
      for (int i = 0; i < missing; i++) {
        creations.add(JobPods.create(job, OptionalInt.empty(), Map.of()));
      }
    }
  }

  private void growIndexes(int missing) {
    var perIndex = counts.perIndex();
    var taken = new TreeSet<>(counts.completed());
    taken.addAll(perIndex.failed());
    var running =
        JobPods.waitsForEnd(job) ? pods.stream().filter(p -> !Pods.isFinished(p)) : active.stream();
    running.forEach(p -> Indexes.of(p).ifPresent(taken::add));
    for (int i = 0; i < job.getSpec().getCompletions() && creations.size() < missing; i++) {
      if (taken.contains(i)) {
        continue;
      }
      var pause = perIndex.pause(i, now);
      if (pause.isPositive()) {
        lookAgainIn(pause);
      } else {
        creations.add(JobPods.create(job, OptionalInt.of(i), perIndex.annotations(i)));
      }
    }
  }

  private void lookAgainIn(Duration pause) {
    lookAgain = Optional.of(lookAgain.filter(other -> other.compareTo(pause) < 0).orElse(pause));
  }

  /// How long to wait after failures in a row.
  private Duration pause() {
    Instant success = latest(pods.stream().filter(JobPods::hasSucceeded).toList());
    var failures =
        pods.stream()
            .filter(p -> p.getStatus().getPhase().equals("Failed"))
            .filter(p -> !(FailurePolicy.of(job, p) instanceof FailurePolicy.Verdict.Ignore))
            .filter(p -> JobPods.ended(p).isAfter(success))
            .toList();
    if (failures.isEmpty()) {
      return Duration.ZERO;
    }
    return Duration.between(now, latest(failures).plus(Backoffs.after(failures.size())));
  }

  private static Instant latest(List<Pod> pods) {
    return pods.stream().map(JobPods::ended).max(Instant::compareTo).orElse(Instant.EPOCH);
  }
}
