package dev.coxswain.apiserver.admission.limits;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.api.core.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Fills in what containers leave out, and notes it in an annotation.
final class LimitDefaults {
  private static final String ANNOTATION = "kubernetes.io/limit-ranger";

  private LimitDefaults() {}

  static Pod complete(Pod pod, List<LimitRangeItem> items) {
    var changed = pod.toBuilder();
    var spec = changed.getSpecBuilder();
    var notes = new ArrayList<String>();
    for (var item : items) {
      if (item.getType().equals("Container")) {
        spec.getContainersBuilderList().forEach(c -> fill(c, item, "container", notes));
        spec.getInitContainersBuilderList().forEach(c -> fill(c, item, "init container", notes));
      }
    }
    if (!notes.isEmpty()) {
      changed
          .getMetadataBuilder()
          .putAnnotations(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", notes));
    }
    return changed.build();
  }

  private static void fill(
      Container.Builder container, LimitRangeItem item, String sort, List<String> notes) {
    var requested = new ArrayList<String>();
    new TreeMap<>(item.getDefaultRequestMap())
        .forEach((name, amount) -> {
          if (!container.getResources().containsRequests(name)) {
            container.getResourcesBuilder().putRequests(name, amount);
            requested.add(name);
          }
        });
    var limited = new ArrayList<String>();
    new TreeMap<>(item.getDefaultMap())
        .forEach((name, amount) -> {
          if (!container.getResources().containsLimits(name)) {
            container.getResourcesBuilder().putLimits(name, amount);
            limited.add(name);
          }
        });
    note(requested, "request", sort, container.getName(), notes);
    note(limited, "limit", sort, container.getName(), notes);
  }

  private static void note(
      List<String> names, String what, String sort, String container, List<String> notes) {
    if (!names.isEmpty()) {
      notes.add("%s %s for %s %s".formatted(String.join(", ", names), what, sort, container));
    }
  }
}
