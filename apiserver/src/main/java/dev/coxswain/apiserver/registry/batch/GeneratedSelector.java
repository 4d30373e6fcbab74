package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// The selector that a job makes for itself, and the labels by which it finds its pods.
final class GeneratedSelector {
  private static final FieldPath LABELS = Problems.SPEC.child("template", "metadata", "labels");
  private static final String CONTROLLER_UID = "batch.kubernetes.io/controller-uid";
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  private GeneratedSelector() {}

  /// The job with labels on its template; what its author said of them stays and is looked at by
  /// [#check].
  static Job added(Job job) {
    var metadata = job.getMetadata();
    var template = job.getSpec().getTemplate().getMetadata().getLabelsMap();
    var labels = new LinkedHashMap<>(expected(job));
    labels.putAll(template);
    var changed = job.toBuilder();
    changed.getSpecBuilder().getTemplateBuilder().getMetadataBuilder().putAllLabels(labels);
    var selector = changed.getSpecBuilder().getSelectorBuilder();
    if (!selector.containsMatchLabels(CONTROLLER_UID)) {
      selector.putMatchLabels(CONTROLLER_UID, metadata.getUid());
    }
    if (metadata.getLabelsMap().equals(template)) {
      changed.getMetadataBuilder().putAllLabels(labels);
    }
    return changed.build();
  }

  /// @param prefixed whether the labels with a prefix must be there; jobs of old servers had none
  static void check(Job job, boolean prefixed, Problems problems) {
    if (job.getSpec().getManualSelector() || !job.getSpec().hasSelector()) {
      return;
    }
    if (job.getMetadata().getUid().isEmpty()) {
      problems.required(Problems.METADATA.child("uid"));
    }
    var labels = job.getSpec().getTemplate().getMetadata().getLabelsMap();
    var expected = expected(job);
    expected.keySet().removeIf(key -> !prefixed && key.contains("/"));
    expected.forEach((key, value) -> {
      if (!labels.containsKey(key)) {
        problems.required(LABELS.key(key), "must be '%s'".formatted(value));
      } else if (!value.equals(labels.get(key))) {
        problems.invalid(LABELS.key(key), new TreeMap<>(labels), "must be '%s'".formatted(value));
      }
    });
    if (LabelSelectorValidation.matcher(job.getSpec().getSelector())
        .filter(s -> !s.matches(expected))
        .isPresent()) {
      problems.invalid(
          Problems.SPEC.child("selector"),
          job.getSpec().getSelector(),
          "`selector` not auto-generated");
    }
  }

  static boolean isPrefixed(Job job) {
    var labels = job.getSpec().getTemplate().getMetadata().getLabelsMap();
    return labels.containsKey(CONTROLLER_UID) && labels.containsKey(JOB_NAME);
  }

  /// In the order in which they are looked at.
  private static Map<String, String> expected(Job job) {
    var metadata = job.getMetadata();
    var labels = new LinkedHashMap<String, String>();
    labels.put("controller-uid", metadata.getUid());
    labels.put("job-name", metadata.getName());
    labels.put(CONTROLLER_UID, metadata.getUid());
    labels.put(JOB_NAME, metadata.getName());
    return labels;
  }
}
