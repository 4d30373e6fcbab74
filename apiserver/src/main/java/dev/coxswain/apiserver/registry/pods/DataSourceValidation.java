package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.PersistentVolumeClaimSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for what a new volume is filled from.
final class DataSourceValidation {
  private DataSourceValidation() {}

  static void check(PersistentVolumeClaimSpec spec, FieldPath path, Problems problems) {
    var source = spec.getDataSource();
    var ref = spec.getDataSourceRef();
    if (spec.hasDataSource()) {
      checkSource(
          source.getName(),
          source.getKind(),
          source.getApiGroup(),
          path.child("dataSource"),
          problems);
    }
    if (spec.hasDataSourceRef()) {
      var at = path.child("dataSourceRef");
      checkSource(ref.getName(), ref.getKind(), ref.getApiGroup(), at, problems);
      if (!ref.getNamespace().isEmpty()) {
        problems.invalid(
            at.child("namespace"), ref.getNamespace(), Names.isDns1123Label(ref.getNamespace()));
      }
    }
    if (!spec.hasDataSource() || !spec.hasDataSourceRef()) {
      return;
    }
    boolean same =
        source.getName().equals(ref.getName())
            && source.getKind().equals(ref.getKind())
            && source.hasApiGroup() == ref.hasApiGroup()
            && source.getApiGroup().equals(ref.getApiGroup());
    // Upstream shows an empty value here.
    if (!ref.getNamespace().isEmpty()) {
      problems.invalid(
          path,
          GoStruct.of().tree(),
          "may not be specified when dataSourceRef.namespace is specified");
    } else if (!same) {
      problems.invalid(path, GoStruct.of().tree(), "must match dataSourceRef");
    }
  }

  private static void checkSource(
      String name, String kind, String group, FieldPath path, Problems problems) {
    if (name.isEmpty()) {
      problems.required(path.child("name"));
    }
    if (kind.isEmpty()) {
      problems.required(path.child("kind"));
    }
    if (group.isEmpty() && !kind.equals("PersistentVolumeClaim")) {
      problems.invalid(
          path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    }
    if (!group.isEmpty()) {
      problems.invalid(path.child("apiGroup"), group, Names.isDns1123Subdomain(group));
    }
  }
}
