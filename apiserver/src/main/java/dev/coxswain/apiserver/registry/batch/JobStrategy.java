package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Map;

/// Jobs; unless told otherwise they choose their own selector, from their uid.
public final class JobStrategy extends GenericStrategy<Job> {
  public JobStrategy(ResourceType resource) {
    super(resource, JobTable.TABLE);
  }

  @Override
  public Job prepareForCreate(Job job, StrategyContext context) {
    var prepared = super.prepareForCreate(job, context);
    return prepared.getSpec().getManualSelector() ? prepared : GeneratedSelector.added(prepared);
  }

  @Override
  protected void check(Job job, StrategyContext context, Problems problems) {
    GeneratedSelector.check(job, problems);
    JobValidation.check(job.getSpec(), Problems.SPEC, problems);
    checkHostNames(job, problems);
  }

  /// The pods of an indexed job are named after it, the last one with the longest number.
  private static void checkHostNames(Job job, Problems problems) {
    var spec = job.getSpec();
    if (!JobValidation.isIndexed(spec) || spec.getCompletions() <= 0) {
      return;
    }
    var name = job.getMetadata().getName();
    var last = "%s-%d".formatted(name, spec.getCompletions() - 1);
    if (!Names.isDns1123Label(last).isEmpty()) {
      problems.invalid(
          Problems.METADATA.child("name"),
          name,
          "will not able to create pod with invalid DNS label: " + last);
    }
  }

  @Override
  protected void checkUpdate(
      Job updated, Job existing, StrategyContext context, Problems problems) {
    var now = updated.getSpec();
    var before = existing.getSpec();
    JobValidation.check(now, Problems.SPEC, problems);
    checkCompletions(now, before, problems);
    unchanged("selector", now, before, problems);
    boolean stillToStart = before.getSuspend() && !existing.getStatus().hasStartTime();
    if (!stillToStart) {
      unchanged("template", now, before, problems);
    }
    unchanged("completionMode", now, before, problems);
    unchanged("podFailurePolicy", now, before, problems);
    unchanged("backoffLimitPerIndex", now, before, problems);
    unchanged("managedBy", now, before, problems);
    unchanged("successPolicy", now, before, problems);
  }

  /// An indexed job may grow and shrink while both numbers stay equal.
  private static void checkCompletions(JobSpec now, JobSpec before, Problems problems) {
    if (!JobValidation.isIndexed(now)) {
      unchanged("completions", now, before, problems);
      return;
    }
    boolean changed = now.getCompletions() != before.getCompletions();
    boolean inTandem =
        now.getCompletions() == now.getParallelism()
            && before.getCompletions() == before.getParallelism();
    if (changed && !inTandem) {
      problems.invalid(
          Problems.SPEC.child("completions"),
          now.getCompletions(),
          "can only be modified in tandem with spec.parallelism");
    }
  }

  private static void unchanged(String field, JobSpec now, JobSpec before, Problems problems) {
    var descriptor = JobSpec.getDescriptor().findFieldByName(field);
    boolean same =
        now.hasField(descriptor) == before.hasField(descriptor)
            && now.getField(descriptor).equals(before.getField(descriptor));
    if (!same) {
      problems.invalid(
          Problems.SPEC.child(field),
          now.hasField(descriptor) ? now.getField(descriptor) : null,
          Messages.IMMUTABLE);
    }
  }

  @Override
  public Map<String, String> selectableFields(Job job) {
    return Map.of("status.successful", Integer.toString(job.getStatus().getSucceeded()));
  }
}
