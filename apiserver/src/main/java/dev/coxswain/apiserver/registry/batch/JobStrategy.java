package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobSpec;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/// Jobs; unless told otherwise they choose their own selector, from their uid.
public final class JobStrategy extends GenericStrategy<Job> {
  private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";

  public JobStrategy(ResourceType resource) {
    super(resource, JobTable.TABLE);
  }

  @Override
  public Job prepareForCreate(Job job, StrategyContext context) {
    var prepared = super.prepareForCreate(job, context);
    return prepared.getSpec().getManualSelector() ? prepared : withSelector(prepared);
  }

  @Override
  protected void check(Job job, StrategyContext context, Problems problems) {
    JobValidation.check(job.getSpec(), Problems.SPEC, problems);
  }

  @Override
  protected void checkUpdate(
      Job updated, Job existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    var now = updated.getSpec();
    var before = existing.getSpec();
    if (now.getCompletions() != before.getCompletions() && !isElastic(now, before)) {
      problems.unchanged(
          Problems.SPEC.child("completions"), now.getCompletions(), before.getCompletions());
    }
    problems.unchanged(Problems.SPEC.child("selector"), now.getSelector(), before.getSelector());
    boolean stillToStart = before.getSuspend() && !existing.getStatus().hasStartTime();
    if (!stillToStart) {
      problems.unchanged(Problems.SPEC.child("template"), now.getTemplate(), before.getTemplate());
    }
    problems.unchanged(
        Problems.SPEC.child("completionMode"), now.getCompletionMode(), before.getCompletionMode());
    problems.unchanged(
        Problems.SPEC.child("podFailurePolicy"),
        now.getPodFailurePolicy(),
        before.getPodFailurePolicy());
    problems.unchanged(Problems.SPEC.child("managedBy"), now.getManagedBy(), before.getManagedBy());
  }

  @Override
  public Map<String, String> selectableFields(Job job) {
    return Map.of("status.successful", Integer.toString(job.getStatus().getSucceeded()));
  }

  /// An indexed job may grow and shrink while both numbers stay equal.
  private static boolean isElastic(JobSpec now, JobSpec before) {
    return before.getCompletionMode().equals("Indexed")
        && now.getCompletions() == now.getParallelism()
        && before.getCompletions() == before.getParallelism();
  }

  private static Job withSelector(Job job) {
    var metadata = job.getMetadata();
    var labels = new LinkedHashMap<String, String>();
    labels.put(CONTROLLER_UID, metadata.getUid());
    labels.put("batch.kubernetes.io/job-name", metadata.getName());
    labels.put("controller-uid", metadata.getUid());
    labels.put("job-name", metadata.getName());
    var template = job.getSpec().getTemplate().getMetadata().getLabelsMap();
    boolean labelsFromTemplate = metadata.getLabelsMap().equals(template);
    var changed = job.toBuilder();
    changed.getSpecBuilder().getTemplateBuilder().getMetadataBuilder().putAllLabels(labels);
    changed
        .getSpecBuilder()
        .setSelector(LabelSelector.newBuilder().putMatchLabels(CONTROLLER_UID, metadata.getUid()));
    if (labelsFromTemplate) {
      changed.getMetadataBuilder().putAllLabels(labels);
    }
    return changed.build();
  }
}
