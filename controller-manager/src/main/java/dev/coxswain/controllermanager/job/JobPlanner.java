package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobCondition;
import dev.coxswain.api.batch.v1.JobStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Decides the next step of a job. Pure.
final class JobPlanner {
  private static final int BURST = 500;

  /// @param type `Normal` or `Warning`
  record Event(String type, String reason, String message) {}

  /// Everything one decision asks for, in this order; pods are only released when the status is
  /// written.
  record Plan(
      List<Pod> deletions,
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
  private final List<Pod> creations = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final JobStatus.Builder status;
  private Optional<Duration> lookAgain = Optional.empty();

  private JobPlanner(Job job, List<Pod> pods, Instant now) {
    this.job = job;
    this.pods = pods;
    this.now = now;
    this.active = pods.stream().filter(Pods::isActive).toList();
    this.counts = JobCounts.of(job, pods);
    this.status = counts.status().toBuilder();
  }

  /// @param pods the job's own, also those that ended
  static Plan plan(Job job, List<Pod> pods, Instant now) {
    return new JobPlanner(job, pods, now).plan();
  }

  private Plan plan() {
    if (JobConditions.isFinished(job.getStatus())) {
      return new Plan(
          List.of(),
          List.of(),
          job.getStatus(),
          pods.stream().filter(JobPods::isTracked).filter(Pods::isFinished).toList(),
          List.of(),
          Optional.empty());
    }
    var target = JobConditions.target(job, counts, pods, now);
    if (target.isPresent()) {
      end(target.get());
    } else if (job.getSpec().getSuspend()) {
      suspend();
    } else if (!job.getMetadata().hasDeletionTimestamp()) {
      run();
    }
    return new Plan(deletions, creations, status.build(), counts.release(), events, lookAgain);
  }

  private void end(JobCondition target) {
    deletions.addAll(active);
    boolean success = target.getType().equals(JobConditions.SUCCESS_TARGET);
    boolean known = JobConditions.find(job.getStatus(), target.getType()).isPresent();
    if (!known) {
      status.addConditions(target);
    }
    var open = status.getUncountedTerminatedPods();
    boolean counted = open.getSucceededCount() + open.getFailedCount() == 0;
    if (!counted || !active.isEmpty() || status.getTerminating() > 0) {
      return;
    }
    status.addConditions(
        JobConditions.of(
            success ? JobConditions.COMPLETE : JobConditions.FAILED,
            true,
            target.getReason(),
            target.getMessage(),
            now));
    if (success) {
      status.setCompletionTime(Times.of(now));
      events.add(new Event("Normal", "Completed", "Job completed"));
    } else {
      events.add(new Event("Warning", target.getReason(), target.getMessage()));
    }
  }

  private void suspend() {
    deletions.addAll(active);
    status.clearStartTime();
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
    }
    if (!status.hasStartTime()) {
      status.setStartTime(Times.of(now));
    }
    lookAgain = JobConditions.deadline(job).map(end -> Duration.between(now, end));
    int wanted = wanted();
    int running = active.size() + (JobPods.waitsForEnd(job) ? counts.status().getTerminating() : 0);
    if (running > wanted) {
      shrink(running - wanted);
    } else if (running < wanted) {
      grow(Math.min(wanted - running, BURST));
    }
  }

  private int wanted() {
    int parallelism = job.getSpec().getParallelism();
    if (!job.getSpec().hasCompletions()) {
      // Any success is the sign that no new pods are needed.
      return counts.succeeded() > 0 ? Math.min(active.size(), parallelism) : parallelism;
    }
    int over = counts.succeeded() + counts.perIndex().failed().size();
    return Math.clamp(job.getSpec().getCompletions() - over, 0, parallelism);
  }

  // Pods that got less far go first.
  private void shrink(int surplus) {
    active.stream()
        .sorted(
            Comparator.<Pod, Boolean>comparing(p -> !p.getSpec().getNodeName().isEmpty())
                .thenComparing(Pods::isReady)
                .thenComparing(
                    Comparator.<Pod>comparingLong(
                            p -> p.getMetadata().getCreationTimestamp().getSeconds())
                        .reversed()))
        .limit(surplus)
        .forEach(deletions::add);
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
