package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.batch.v1.CronJobSpec;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.batch.v1.PodFailurePolicyOnPodConditionsPattern;

/// Defaults of jobs; those of [Job] itself don't apply to job templates.
final class BatchDefaults {
  private BatchDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(Job.newBuilder(), BatchDefaults::job)
        .on(CronJobSpec.newBuilder(), BatchDefaults::cronJob)
        .on(
            PodFailurePolicyOnPodConditionsPattern.newBuilder(),
            p -> p.setStatus(p.getStatus().isEmpty() ? "True" : p.getStatus()));
  }

  private static void job(Job.Builder job) {
    var labels = job.getSpec().getTemplate().getMetadata().getLabelsMap();
    if (job.getMetadata().getLabelsCount() == 0 && !labels.isEmpty()) {
      job.getMetadataBuilder().putAllLabels(labels);
    }
    jobSpec(job.getSpecBuilder());
  }

  private static void jobSpec(JobSpec.Builder spec) {
    if (!spec.hasCompletions() && !spec.hasParallelism()) {
      spec.setCompletions(1);
    }
    if (!spec.hasParallelism()) {
      spec.setParallelism(1);
    }
    if (!spec.hasBackoffLimit()) {
      spec.setBackoffLimit(spec.hasBackoffLimitPerIndex() ? Integer.MAX_VALUE : 6);
    }
    if (!spec.hasCompletionMode()) {
      spec.setCompletionMode("NonIndexed");
    }
    if (!spec.hasSuspend()) {
      spec.setSuspend(false);
    }
    if (!spec.hasManualSelector()) {
      spec.setManualSelector(false);
    }
    if (!spec.hasPodReplacementPolicy()) {
      spec.setPodReplacementPolicy(spec.hasPodFailurePolicy() ? "Failed" : "TerminatingOrFailed");
    }
  }

  private static void cronJob(CronJobSpec.Builder spec) {
    if (spec.getConcurrencyPolicy().isEmpty()) {
      spec.setConcurrencyPolicy("Allow");
    }
    if (!spec.hasSuspend()) {
      spec.setSuspend(false);
    }
    if (!spec.hasSuccessfulJobsHistoryLimit()) {
      spec.setSuccessfulJobsHistoryLimit(3);
    }
    if (!spec.hasFailedJobsHistoryLimit()) {
      spec.setFailedJobsHistoryLimit(1);
    }
  }
}
