package dev.coxswain.apiserver.admission.limits;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.api.core.v1.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What containers get that say nothing. Of several items of a range the last that speaks of a
/// resource counts.
record LimitDefaults(TreeMap<String, Quantity> requests, TreeMap<String, Quantity> limits) {
  private static final String ANNOTATION = "kubernetes.io/limit-ranger";

  /// Fills in what containers leave out, and notes it in an annotation.
  static Pod complete(Pod pod, List<LimitRangeItem> items) {
    return of(items).complete(pod);
  }

  private static LimitDefaults of(List<LimitRangeItem> items) {
    var defaults = new LimitDefaults(new TreeMap<>(), new TreeMap<>());
    for (var item : items) {
      if (item.getType().equals("Container")) {
        defaults.requests.putAll(item.getDefaultRequestMap());
        defaults.limits.putAll(item.getDefaultMap());
      }
    }
    return defaults;
  }

  private Pod complete(Pod pod) {
    var changed = pod.toBuilder();
    var spec = changed.getSpecBuilder();
    var notes = new ArrayList<String>();
    spec.getContainersBuilderList().forEach(c -> fill(c, "container", notes));
    spec.getInitContainersBuilderList().forEach(c -> fill(c, "init container", notes));
    if (notes.isEmpty()) {
      return pod;
    }
    changed
        .getMetadataBuilder()
        .putAnnotations(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", notes));
    return changed.build();
  }

  private void fill(Container.Builder container, String sort, List<String> notes) {
    var requested = new ArrayList<String>();
    requests.forEach((name, amount) -> {
      if (!container.getResources().containsRequests(name)) {
        container.getResourcesBuilder().putRequests(name, amount);
        requested.add(name);
      }
    });
    var limited = new ArrayList<String>();
    limits.forEach((name, amount) -> {
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
