package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobCondition;
import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.batch.v1.JobStatus;
import dev.coxswain.api.batch.v1.JobStatusOrBuilder;
import dev.coxswain.api.batch.v1.SuccessPolicyRule;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether and why a job is over, in upstream's words. Pure.
final class JobConditions {
  static final String COMPLETE = "Complete";
  static final String FAILED = "Failed";
  static final String SUCCESS_TARGET = "SuccessCriteriaMet";
  static final String FAILURE_TARGET = "FailureTarget";
  static final String SUSPENDED = "Suspended";

  private static final Set<String> RESTARTING = Set.of("Pending", "Running");

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

  /// Whether it is certain how the job ends.
  static boolean isEnding(JobStatus status) {
    return isFinished(status) || holds(status, FAILURE_TARGET) || holds(status, SUCCESS_TARGET);
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
    return failure(job, counts, pods, now)
        .map(end -> of(FAILURE_TARGET, true, end.reason(), end.message(), now))
        .or(() ->
            success(job, counts)
                .map(end -> of(SUCCESS_TARGET, true, end.reason(), end.message(), now)));
  }

  private record End(String reason, String message) {}

  private static Optional<End> failure(Job job, JobCounts counts, List<Pod> pods, Instant now) {
    var policy = byPolicy(job, pods);
    if (policy.isPresent()) {
      return policy;
    }
    if (counts.failed() > job.getSpec().getBackoffLimit() || restartsExceed(job, pods)) {
      return Optional.of(
          new End("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    }
    if (isLate(job, now)) {
      return Optional.of(
          new End("DeadlineExceeded", "Job was active longer than specified deadline"));
    }
    return byIndexes(job, counts);
  }

  private static Optional<End> byPolicy(Job job, List<Pod> pods) {
    return pods.stream()
        .filter(JobPods::isTracked)
        .map(pod -> FailurePolicy.of(job, pod))
        .filter(FailurePolicy.Verdict.FailJob.class::isInstance)
        .map(FailurePolicy.Verdict.FailJob.class::cast)
        .findFirst()
        .map(verdict -> new End("PodFailurePolicy", verdict.message()));
  }

  private static Optional<End> byIndexes(Job job, JobCounts counts) {
    int failed = counts.perIndex().failed().size();
    if (job.getSpec().hasMaxFailedIndexes() && failed > job.getSpec().getMaxFailedIndexes()) {
      return Optional.of(
          new End(
              "MaxFailedIndexesExceeded",
              "Job has exceeded the specified maximal number of failed indexes"));
    }
    return failed > 0 && counts.completed().size() + failed >= job.getSpec().getCompletions()
        ? Optional.of(new End("FailedIndexes", "Job has failed indexes"))
        : Optional.empty();
  }

  private static Optional<End> success(Job job, JobCounts counts) {
    var rules = job.getSpec().getSuccessPolicy().getRulesList();
    for (int i = 0; i < rules.size(); i++) {
      if (matches(rules.get(i), counts.completed())) {
        return Optional.of(new End("SuccessPolicy", "Matched rules at index " + i));
      }
    }
    return isDone(job, counts)
        ? Optional.of(new End("CompletionsReached", "Reached expected number of succeeded pods"))
        : Optional.empty();
  }

  private static boolean matches(SuccessPolicyRule rule, NavigableSet<Integer> completed) {
    if (!rule.hasSucceededIndexes()) {
      return completed.size() >= rule.getSucceededCount();
    }
    var wanted = Indexes.parse(rule.getSucceededIndexes());
    int needed = rule.hasSucceededCount() ? rule.getSucceededCount() : wanted.size();
    wanted.retainAll(completed);
    return wanted.size() >= needed;
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
            .filter(p -> RESTARTING.contains(p.getStatus().getPhase()))
            .flatMap(p ->
                Stream.concat(
                    p.getStatus().getInitContainerStatusesList().stream(),
                    p.getStatus().getContainerStatusesList().stream()))
            .mapToInt(s -> s.getRestartCount())
            .sum();
    int limit = job.getSpec().getBackoffLimit();
    return limit == 0 ? restarts > 0 : restarts >= limit;
  }

  /// Time counts while the job may run, and anew whenever it is resumed.
  private static boolean isLate(Job job, Instant now) {
    return !job.getSpec().getSuspend()
        && !holds(job.getStatus(), SUSPENDED)
        && deadline(job.getSpec(), job.getStatus()).filter(end -> !now.isBefore(end)).isPresent();
  }

  static Optional<Instant> deadline(JobSpec spec, JobStatusOrBuilder status) {
    return spec.hasActiveDeadlineSeconds() && status.hasStartTime()
        ? Optional.of(
            Times.toInstant(status.getStartTime()).plusSeconds(spec.getActiveDeadlineSeconds()))
        : Optional.empty();
  }
}
