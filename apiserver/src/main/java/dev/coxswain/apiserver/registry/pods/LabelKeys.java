package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for keys whose values a pod takes over into its selectors.
final class LabelKeys {
  private LabelKeys() {}

  /// @param selects whether there is a selector to add to
  static void check(List<String> keys, boolean selects, FieldPath path, Problems problems) {
    if (keys.isEmpty()) {
      return;
    }
    if (!selects) {
      problems.forbidden(path, "must not be specified when labelSelector is not set");
    }
    for (int i = 0; i < keys.size(); i++) {
      problems.invalid(path.index(i), keys.get(i), Names.isQualifiedName(keys.get(i)));
    }
  }
}
