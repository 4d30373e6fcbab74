package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.PodTemplateValidation;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for what a job does; cron jobs have templates of jobs.
final class JobValidation {
  private static final List<String> MODES = List.of("Indexed", "NonIndexed");
  private static final List<String> REPLACEMENT = List.of("Failed", "TerminatingOrFailed");
  private static final List<String> RESTART = List.of("OnFailure", "Never");
  private static final int MAX_INDEXED = 100_000;

  private JobValidation() {}

  static void check(JobSpec spec, FieldPath path, Problems problems) {
    problems.nonNegative(path.child("parallelism"), spec.getParallelism());
    problems.nonNegative(path.child("completions"), spec.getCompletions());
    problems.nonNegative(path.child("activeDeadlineSeconds"), spec.getActiveDeadlineSeconds());
    problems.nonNegative(path.child("backoffLimit"), spec.getBackoffLimit());
    problems.nonNegative(path.child("ttlSecondsAfterFinished"), spec.getTtlSecondsAfterFinished());
    problems.nonNegative(path.child("backoffLimitPerIndex"), spec.getBackoffLimitPerIndex());
    problems.nonNegative(path.child("maxFailedIndexes"), spec.getMaxFailedIndexes());
    if (spec.hasCompletionMode()) {
      checkMode(spec, path, problems);
    }
    if (spec.hasSelector()) {
      LabelSelectorValidation.check(spec.getSelector(), path.child("selector"), problems);
    }
    if (spec.hasPodReplacementPolicy()) {
      problems.oneOf(
          path.child("podReplacementPolicy"), spec.getPodReplacementPolicy(), REPLACEMENT);
    }
    PodTemplateValidation.check(spec.getTemplate(), path.child("template"), problems);
    checkRestart(spec, path.child("template", "spec", "restartPolicy"), problems);
  }

  private static void checkMode(JobSpec spec, FieldPath path, Problems problems) {
    problems.oneOf(path.child("completionMode"), spec.getCompletionMode(), MODES);
    if (!spec.getCompletionMode().equals("Indexed")) {
      return;
    }
    if (!spec.hasCompletions()) {
      problems.required(path.child("completions"), "when completion mode is Indexed");
    }
    if (spec.getParallelism() > MAX_INDEXED) {
      problems.invalid(
          path.child("parallelism"),
          spec.getParallelism(),
          "must be less than or equal to " + MAX_INDEXED + " when completion mode is Indexed");
    }
  }

  private static void checkRestart(JobSpec spec, FieldPath path, Problems problems) {
    var policy = spec.getTemplate().getSpec().getRestartPolicy();
    if (policy.isEmpty() || policy.equals("Always")) {
      problems.required(path, "valid values: \"OnFailure\", \"Never\"");
    } else {
      problems.oneOf(path, policy, RESTART);
    }
  }
}
