package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// How often each index of a job failed, where the limit is per index. Pure.
///
/// Each pod says how often its index had failed before it; the last failed pod of an index is
/// therefore kept until another has taken over its number.
final class IndexFailures {
  static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
  static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";

  private final Job job;
  private final Map<Integer, Pod> lastFailed = new HashMap<>();
  private final Map<Integer, Integer> highest = new HashMap<>();
  private final NavigableSet<Integer> failed = new TreeSet<>();

  IndexFailures(Job job, List<Pod> pods) {
    this.job = job;
    if (!isLimited(job)) {
      return;
    }
    failed.addAll(Indexes.parse(job.getStatus().getFailedIndexes()));
    for (var pod : pods) {
      Indexes.of(pod)
          .ifPresent(index -> {
            highest.merge(index, attempts(pod), Math::max);
            if (JobPods.hasFailed(job, pod)) {
              lastFailed.merge(index, pod, IndexFailures::later);
              if (isLast(pod)) {
                failed.add(index);
              }
            }
          });
    }
  }

  static boolean isLimited(Job job) {
    return job.getSpec().hasBackoffLimitPerIndex();
  }

  /// The indexes that have failed for good.
  NavigableSet<Integer> failed() {
    return failed;
  }

  /// Whether the failed pod is needed no longer to know how often its index failed.
  boolean mayRelease(Pod pod, NavigableSet<Integer> completed) {
    var index = Indexes.of(pod);
    return !isLimited(job)
        || index.isEmpty()
        || failed.contains(index.getAsInt())
        || completed.contains(index.getAsInt())
        || index.getAsInt() >= job.getSpec().getCompletions()
        || highest.get(index.getAsInt()) > attempts(pod)
        || job.getMetadata().hasDeletionTimestamp()
        || JobConditions.isEnding(job.getStatus());
  }

  /// What the next pod of the index says of those before it.
  Map<String, String> annotations(int index) {
    if (!isLimited(job)) {
      return Map.of();
    }
    var last = Optional.ofNullable(lastFailed.get(index));
    boolean ignored = last.filter(this::isIgnored).isPresent();
    int failures = last.map(pod -> number(pod, FAILURES) + (ignored ? 0 : 1)).orElse(0);
    int skipped = last.map(pod -> number(pod, IGNORED) + (ignored ? 1 : 0)).orElse(0);
    return skipped == 0
        ? Map.of(FAILURES, Integer.toString(failures))
        : Map.of(FAILURES, Integer.toString(failures), IGNORED, Integer.toString(skipped));
  }

  /// How long the index has to wait for its next pod.
  Duration pause(int index, Instant now) {
    return Optional.ofNullable(lastFailed.get(index))
        .map(pod ->
            Duration.between(
                now, JobPods.ended(pod).plus(Backoffs.after(number(pod, FAILURES) + 1))))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  private boolean isLast(Pod pod) {
    return switch (FailurePolicy.of(job, pod)) {
      case FailurePolicy.Verdict.FailIndex _ -> true;
      case FailurePolicy.Verdict.Ignore _ -> false;
      default -> number(pod, FAILURES) >= job.getSpec().getBackoffLimitPerIndex();
    };
  }

  private boolean isIgnored(Pod pod) {
    return FailurePolicy.of(job, pod) instanceof FailurePolicy.Verdict.Ignore;
  }

  private static Pod later(Pod a, Pod b) {
    return Comparator.comparingInt(IndexFailures::attempts).compare(a, b) >= 0 ? a : b;
  }

  private static int attempts(Pod pod) {
    return number(pod, FAILURES) + number(pod, IGNORED);
  }

  private static int number(Pod pod, String annotation) {
    try {
      return Integer.parseInt(pod.getMetadata().getAnnotationsOrDefault(annotation, "0"));
    } catch (NumberFormatException e) {
      return 0; // Somebody changed it: its index starts anew.
    }
  }
}
