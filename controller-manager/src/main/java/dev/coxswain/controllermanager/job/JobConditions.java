package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobCondition;
import dev.coxswain.api.batch.v1.JobStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Whether and why a job is over, in upstream's words. Pure.
final class JobConditions {
  static final String COMPLETE = "Complete";
  static final String FAILED = "Failed";
  static final String SUCCESS_TARGET = "SuccessCriteriaMet";
  static final String FAILURE_TARGET = "FailureTarget";
  static final String SUSPENDED = "Suspended";

  private JobConditions() {}

  static Optional<JobCondition> find(JobStatus status, String type) {
    return status.getConditionsList().stream().filter(c -> c.getType().equals(type)).findFirst();
  }

  static boolean holds(JobStatus status, String type) {
    return find(status, type).filter(c -> c.getStatus().equals("True")).isPresent();
  }

  static boolean isFinished(JobStatus status) {
    return holds(status, COMPLETE) || holds(status, FAILED);
  }

  static JobCondition of(String type, boolean status, String reason, String message, Instant now) {
    return JobCondition.newBuilder()
        .setType(type)
        .setStatus(status ? "True" : "False")
        .setLastProbeTime(Times.of(now))
        .setLastTransitionTime(Times.of(now))
        .setReason(reason)
        .setMessage(message)
        .build();
  }

  /// What the job heads for: success or failure, once that is certain.
  static Optional<JobCondition> target(Job job, JobCounts counts, List<Pod> pods, Instant now) {
    var known =
        find(job.getStatus(), FAILURE_TARGET).or(() -> find(job.getStatus(), SUCCESS_TARGET));
    if (known.isPresent()) {
      return known;
    }
    if (counts.failed() > job.getSpec().getBackoffLimit() || restartsExceed(job, pods)) {
      return Optional.of(
          of(
              FAILURE_TARGET,
              true,
              "BackoffLimitExceeded",
              "Job has reached the specified backoff limit",
              now));
    }
    if (isLate(job, now)) {
      return Optional.of(
          of(
              FAILURE_TARGET,
              true,
              "DeadlineExceeded",
              "Job was active longer than specified deadline",
              now));
    }
    return isDone(job, counts)
        ? Optional.of(
            of(
                SUCCESS_TARGET,
                true,
                "CompletionsReached",
                "Reached expected number of succeeded pods",
                now))
        : Optional.empty();
  }

  private static boolean isDone(Job job, JobCounts counts) {
    return job.getSpec().hasCompletions()
        ? counts.succeeded() >= job.getSpec().getCompletions()
        : counts.succeeded() > 0 && counts.status().getActive() == 0;
  }

  private static boolean restartsExceed(Job job, List<Pod> pods) {
    if (!job.getSpec().getTemplate().getSpec().getRestartPolicy().equals("OnFailure")) {
      return false;
    }
    int restarts =
        pods.stream()
            .filter(Pods::isActive)
            .flatMap(p -> p.getStatus().getContainerStatusesList().stream())
            .mapToInt(s -> s.getRestartCount())
            .sum();
    int limit = job.getSpec().getBackoffLimit();
    return limit == 0 ? restarts > 0 : restarts >= limit;
  }

  private static boolean isLate(Job job, Instant now) {
    return deadline(job).filter(end -> !now.isBefore(end)).isPresent();
  }

  static Optional<Instant> deadline(Job job) {
    return job.getSpec().hasActiveDeadlineSeconds() && job.getStatus().hasStartTime()
        ? Optional.of(
            Times.toInstant(job.getStatus().getStartTime())
                .plusSeconds(job.getSpec().getActiveDeadlineSeconds()))
        : Optional.empty();
  }
}
