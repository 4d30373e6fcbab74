package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Map;

/// Jobs; unless told otherwise they choose their own selector, from their uid.
public final class JobStrategy extends GenericStrategy<Job> {
  public JobStrategy(ResourceType resource) {
    super(resource, JobTable.TABLE);
  }

  @Override
  public boolean orphansByDefault() {
    return true;
  }

  @Override
  public List<String> deletionWarnings(DeleteOptions options) {
    return options.hasPropagationPolicy() || options.hasOrphanDependents()
        ? List.of()
        : List.of(
            "child pods are preserved by default when jobs are deleted; set"
                + " propagationPolicy=Background to remove them or set propagationPolicy=Orphan to"
                + " suppress this warning");
  }

  @Override
  public Job prepareForCreate(Job job, StrategyContext context) {
    var prepared = super.prepareForCreate(job, context);
    return prepared.getSpec().getManualSelector() ? prepared : GeneratedSelector.added(prepared);
  }

  @Override
  protected void check(Job job, StrategyContext context, Problems problems) {
    checkWhole(job, true, problems);
  }

  /// A job is looked at as if it were new, and then at what changed.
  @Override
  public List<FieldError> validateUpdate(Job updated, Job existing, StrategyContext context) {
    var problems = new Problems();
    ObjectMetaValidation.check(
        updated.getMetadata(), true, nameRule(), Problems.METADATA, problems);
    checkWhole(updated, GeneratedSelector.isPrefixed(existing), problems);
    ObjectMetaValidation.checkUpdate(
        updated.getMetadata(), existing.getMetadata(), Problems.METADATA, problems);
    JobChanges.check(updated, existing, problems);
    return problems.all();
  }

  @Override
  protected void checkStatusUpdate(
      Job updated, Job existing, StrategyContext context, Problems problems) {
    JobStatusValidation.check(updated, existing, problems);
  }

  private static void checkWhole(Job job, boolean prefixed, Problems problems) {
    GeneratedSelector.check(job, prefixed, problems);
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
  public Map<String, String> selectableFields(Job job) {
    return Map.of("status.successful", Integer.toString(job.getStatus().getSucceeded()));
  }
}
