package dev.coxswain.apimachinery.apply;

import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import dev.coxswain.apimachinery.status.GoText;
import java.util.Comparator;

/// Who manages fields: entries of the same manager are one. What is applied is managed across
/// versions, so `apiVersion` is empty then.
record Manager(String name, String operation, String apiVersion, String subresource)
    implements Comparable<Manager> {
  static final String APPLY = "Apply";
  static final String UPDATE = "Update";

  static Manager of(ManagedFieldsEntry entry) {
    return of(
        entry.getManager(), entry.getOperation(), entry.getApiVersion(), entry.getSubresource());
  }

  static Manager of(String name, String operation, String apiVersion, String subresource) {
    return new Manager(name, operation, operation.equals(APPLY) ? "" : apiVersion, subresource);
  }

  boolean applies() {
    return operation.equals(APPLY);
  }

  /// As conflicts name it: `"kubectl" with subresource "scale" using apps/v1`.
  String describe() {
    var text = GoText.quote(name);
    if (!subresource.isEmpty()) {
      text += " with subresource " + GoText.quote(subresource);
    }
    return applies() ? text : text + " using " + apiVersion;
  }

  /// In the order of upstream's identifiers, which are JSON texts.
  @Override
  public int compareTo(Manager other) {
    return Comparator.comparing(Manager::name)
        .thenComparing(Manager::operation)
        .thenComparing(Manager::apiVersion)
        .thenComparing(Manager::subresource)
        .compare(this, other);
  }
}
