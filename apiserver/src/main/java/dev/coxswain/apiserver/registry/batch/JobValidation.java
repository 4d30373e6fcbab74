package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.PodTemplateValidation;
import dev.coxswain.apiserver.registry.validation.DomainNames;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for what a job does; cron jobs have templates of jobs.
final class JobValidation {
  private static final List<String> MODES = List.of("NonIndexed", "Indexed");
  private static final List<String> REPLACEMENT = List.of("Failed", "TerminatingOrFailed");
  private static final List<String> RESTART = List.of("OnFailure", "Never");
  private static final int MAX_INDEXED = 100_000;
  private static final int MAX_OF_MANY = 10_000;
  private static final int MAX_MANAGED_BY = 63;

  private JobValidation() {}

  /// A job that has its selector, be it generated or given.
  static void check(JobSpec spec, FieldPath path, Problems problems) {
    checkWork(spec, path, problems);
    if (!spec.hasSelector()) {
      problems.required(path.child("selector"));
      return;
    }
    LabelSelectorValidation.check(spec.getSelector(), path.child("selector"), problems);
    var labels = spec.getTemplate().getMetadata().getLabelsMap();
    if (LabelSelectorValidation.matcher(spec.getSelector())
        .filter(s -> !s.matches(labels))
        .isPresent()) {
      problems.invalid(
          path.child("template", "metadata", "labels"),
          Problems.map(labels),
          "`selector` does not match template `labels`");
    }
  }

  /// A template of jobs, each of which will generate its selector.
  static void checkTemplate(JobSpec spec, FieldPath path, Problems problems) {
    checkWork(spec, path, problems);
    if (spec.hasSelector()) {
      problems.invalid(
          path.child("selector"), spec.getSelector(), "`selector` will be auto-generated");
    }
    if (spec.getManualSelector()) {
      problems.notSupported(path.child("manualSelector"), true, List.of("nil", "false"));
    }
  }

  private static void checkWork(JobSpec spec, FieldPath path, Problems problems) {
    problems.nonNegative(path.child("parallelism"), spec.getParallelism());
    problems.nonNegative(path.child("completions"), spec.getCompletions());
    problems.nonNegative(path.child("activeDeadlineSeconds"), spec.getActiveDeadlineSeconds());
    problems.nonNegative(path.child("backoffLimit"), spec.getBackoffLimit());
    problems.nonNegative(path.child("ttlSecondsAfterFinished"), spec.getTtlSecondsAfterFinished());
    problems.nonNegative(path.child("backoffLimitPerIndex"), spec.getBackoffLimitPerIndex());
    problems.nonNegative(path.child("maxFailedIndexes"), spec.getMaxFailedIndexes());
    if (spec.hasMaxFailedIndexes() && !spec.hasBackoffLimitPerIndex()) {
      problems.required(path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
    }
    checkManager(spec, path.child("managedBy"), problems);
    if (spec.hasCompletionMode()) {
      problems.oneOf(path.child("completionMode"), spec.getCompletionMode(), MODES);
    }
    if (isIndexed(spec)) {
      checkIndexed(spec, path, problems);
    } else if (!spec.hasCompletionMode() || spec.getCompletionMode().equals("NonIndexed")) {
      refuseIndexes(spec, path, problems);
    }
    if (spec.hasPodFailurePolicy()) {
      PodFailurePolicyValidation.check(spec, path.child("podFailurePolicy"), problems);
    }
    checkSuccess(spec, path.child("successPolicy"), problems);
    checkReplacement(spec, path.child("podReplacementPolicy"), problems);
    PodTemplateValidation.check(spec.getTemplate(), path.child("template"), problems);
    checkRestart(spec, path.child("template", "spec", "restartPolicy"), problems);
  }

  private static void checkManager(JobSpec spec, FieldPath path, Problems problems) {
    if (spec.hasManagedBy()) {
      DomainNames.checkPrefixedPath(spec.getManagedBy(), path, problems);
      if (spec.getManagedBy().length() > MAX_MANAGED_BY) {
        problems.tooLong(path, MAX_MANAGED_BY);
      }
    }
  }

  private static void checkIndexed(JobSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasCompletions()) {
      problems.required(path.child("completions"), "when completion mode is Indexed");
    }
    atMost(
        spec.getParallelism(),
        MAX_INDEXED,
        path.child("parallelism"),
        " when completion mode is Indexed",
        problems);
    if (spec.hasCompletions() && spec.getMaxFailedIndexes() > spec.getCompletions()) {
      problems.invalid(
          path.child("maxFailedIndexes"),
          spec.getMaxFailedIndexes(),
          "must be less than or equal to completions");
    }
    atMost(spec.getMaxFailedIndexes(), MAX_INDEXED, path.child("maxFailedIndexes"), "", problems);
    if (spec.getCompletions() > MAX_INDEXED && spec.hasBackoffLimitPerIndex()) {
      checkMany(spec, path, problems);
    }
  }

  private static void checkMany(JobSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasMaxFailedIndexes()) {
      problems.required(
          path.child("maxFailedIndexes"),
          "must be specified when completions is above " + MAX_INDEXED);
    }
    var when =
        " when completions are above %d and used with backoff limit per index"
            .formatted(MAX_INDEXED);
    atMost(spec.getParallelism(), MAX_OF_MANY, path.child("parallelism"), when, problems);
    atMost(spec.getMaxFailedIndexes(), MAX_OF_MANY, path.child("maxFailedIndexes"), when, problems);
  }

  private static void atMost(int value, int limit, FieldPath path, String when, Problems problems) {
    if (value > limit) {
      problems.invalid(path, value, "must be less than or equal to " + limit + when);
    }
  }

  private static void refuseIndexes(JobSpec spec, FieldPath path, Problems problems) {
    var reason = "requires indexed completion mode";
    if (spec.hasBackoffLimitPerIndex()) {
      problems.invalid(path.child("backoffLimitPerIndex"), spec.getBackoffLimitPerIndex(), reason);
    }
    if (spec.hasMaxFailedIndexes()) {
      problems.invalid(path.child("maxFailedIndexes"), spec.getMaxFailedIndexes(), reason);
    }
  }

  private static void checkSuccess(JobSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasSuccessPolicy()) {
      return;
    }
    if (isIndexed(spec)) {
      SuccessPolicyValidation.check(spec, path, problems);
    } else {
      problems.invalid(
          path,
          SuccessPolicyValidation.shown(spec.getSuccessPolicy()),
          "requires indexed completion mode");
    }
  }

  private static void checkReplacement(JobSpec spec, FieldPath path, Problems problems) {
    if (spec.hasPodReplacementPolicy()) {
      problems.oneOf(
          path,
          spec.getPodReplacementPolicy(),
          spec.hasPodFailurePolicy() ? List.of("Failed") : REPLACEMENT);
    }
  }

  private static void checkRestart(JobSpec spec, FieldPath path, Problems problems) {
    var policy = spec.getTemplate().getSpec().getRestartPolicy();
    if (policy.isEmpty() || policy.equals("Always")) {
      problems.required(path, "valid values: \"OnFailure\", \"Never\"");
    } else if (!RESTART.contains(policy)) {
      problems.notSupported(path, policy, RESTART);
    } else if (spec.hasPodFailurePolicy() && !policy.equals("Never")) {
      problems.invalid(
          path, policy, "only \"Never\" is supported when podFailurePolicy is specified");
    }
  }

  static boolean isIndexed(JobSpec spec) {
    return spec.getCompletionMode().equals("Indexed");
  }
}
