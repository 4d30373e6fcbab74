package dev.coxswain.apimachinery.apply;

import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Fields that an apply would change although others manage them.
record Conflicts(SortedMap<Manager, FieldSet> byManager) {

  /// What of the changes belongs to somebody else.
  static Conflicts of(Managed managed, FieldSet changed, Manager applier) {
    var conflicts = new TreeMap<Manager, FieldSet>();
    managed
        .all()
        .forEach((manager, owner) -> {
          if (!manager.equals(applier) && owner.intersects(changed)) {
            conflicts.put(manager, owner.fields().intersection(changed));
          }
        });
    return new Conflicts(conflicts);
  }

  boolean isEmpty() {
    return byManager.isEmpty();
  }

  Conflicts without(FieldSet allowed) {
    var remaining = new TreeMap<Manager, FieldSet>();
    byManager.forEach((manager, fields) -> {
      var contested = fields.minus(allowed);
      if (!contested.isEmpty()) {
        remaining.put(manager, contested);
      }
    });
    return new Conflicts(remaining);
  }

  ApiException refusal() {
    var causes = new ArrayList<StatusCause>();
    byManager.forEach((manager, fields) ->
        fields.paths().forEach(path -> causes.add(cause(manager, FieldSet.text(path)))));
    return ApiException.of(new Refusal.ApplyConflict(message(causes), causes));
  }

  private String message(List<StatusCause> causes) {
    if (causes.size() == 1) {
      var only = causes.getFirst();
      return "Apply failed with 1 conflict: " + only.getMessage() + ": " + only.getField();
    }
    var lines = new ArrayList<String>();
    for (Map.Entry<Manager, FieldSet> entry : byManager.entrySet()) {
      lines.add("conflicts with " + entry.getKey().describe() + ":");
      entry.getValue().paths().forEach(path -> lines.add("- " + FieldSet.text(path)));
    }
    return "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
  }

  private static StatusCause cause(Manager manager, String field) {
    return StatusCause.newBuilder()
        .setReason("FieldManagerConflict")
        .setMessage("conflict with " + manager.describe())
        .setField(field)
        .build();
  }
}
