package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Set;

/// The rules for metadata in templates of claims: labels and annotations, and nothing else.
final class TemplateMetadata {
  private static final Set<String> ALLOWED = Set.of("labels", "annotations");

  private TemplateMetadata() {}

  static void check(ObjectMeta meta, FieldPath path, Problems problems) {
    ObjectMetaValidation.checkAnnotations(
        meta.getAnnotationsMap(), path.child("annotations"), problems);
    ObjectMetaValidation.checkLabels(meta.getLabelsMap(), path.child("labels"), problems);
    for (var field : ObjectMeta.getDescriptor().getFields()) {
      boolean set =
          field.isRepeated() ? meta.getRepeatedFieldCount(field) > 0 : meta.hasField(field);
      if (set && !ALLOWED.contains(field.getName())) {
        var name = field.getName().equals("uid") ? "uID" : field.getName();
        problems.forbidden(path.child(name), "cannot be set");
      }
    }
  }
}
