package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for the templates from which pods are made.
public final class PodTemplateValidation {
  private PodTemplateValidation() {}

  public static void check(PodTemplateSpec template, FieldPath path, Problems problems) {
    var annotations = template.getMetadata().getAnnotationsMap();
    var spec = template.getSpec();
    ObjectMetaValidation.checkLabels(
        template.getMetadata().getLabelsMap(), path.child("labels"), problems);
    ObjectMetaValidation.checkAnnotations(annotations, path.child("annotations"), problems);
    PodAnnotationValidation.check(annotations, spec, path.child("annotations"), problems);
    PodSpecValidation.checkInTemplate(spec, path.child("spec"), problems);
    OldProfiles.check(annotations, spec, path.child("spec"), problems);
    if (spec.getEphemeralContainersCount() > 0) {
      problems.forbidden(
          path.child("spec", "ephemeralContainers"),
          "ephemeral containers not allowed in pod template");
    }
  }

  /// The template of a kind that finds its pods by a selector and keeps them running.
  ///
  /// @param kind as the message about a deadline names it
  public static void checkSelected(
      PodTemplateSpec template, Selector selector, String kind, FieldPath path, Problems problems) {
    checkLabels(template, selector, path, problems);
    check(template, path, problems);
    checkEndless(template, kind, path, problems);
  }

  /// The selector must find the pods that the template makes.
  public static void checkLabels(
      PodTemplateSpec template, Selector selector, FieldPath path, Problems problems) {
    var labels = template.getMetadata().getLabelsMap();
    if (!selector.isEmpty() && !selector.matches(labels)) {
      problems.invalid(
          path.child("metadata", "labels"),
          Problems.map(labels),
          "`selector` does not match template `labels`");
    }
  }

  /// The template of a kind that wants its pods to run for ever.
  ///
  /// @param kind as the message about a deadline names it
  public static void checkEndless(
      PodTemplateSpec template, String kind, FieldPath path, Problems problems) {
    var policy = template.getSpec().getRestartPolicy();
    problems.oneOf(path.child("spec", "restartPolicy"), policy, List.of("Always"));
    if (template.getSpec().hasActiveDeadlineSeconds()) {
      problems.forbidden(
          path.child("spec", "activeDeadlineSeconds"),
          "activeDeadlineSeconds in %s is not Supported".formatted(kind));
    }
  }
}
