package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Gives containers the requests and limits that their namespace prescribes, and refuses pods
/// outside its bounds.
final class LimitRanger implements Admission {
  private static final String ANNOTATION = "kubernetes.io/limit-ranger";

  private final Lookup lookup;

  LimitRanger(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request.created(Pod.class).<Message>map(p -> completed(request, p)).orElse(object);
  }

  @Override
  public void check(AdmissionRequest request) {
    var complaints = new ArrayList<String>();
    request
        .created(Pod.class)
        .ifPresent(pod ->
            items(request.namespace())
                .forEach(item -> complaints.addAll(LimitBounds.complaints(item, pod))));
    request
        .created(PersistentVolumeClaim.class)
        .ifPresent(claim ->
            items(request.namespace())
                .forEach(item -> complaints.addAll(LimitBounds.complaints(item, claim))));
    if (!complaints.isEmpty()) {
      throw request.forbidden(
          complaints.size() == 1
              ? complaints.getFirst()
              : "[" + String.join(", ", complaints) + "]");
    }
  }

  private Pod completed(AdmissionRequest request, Pod pod) {
    var changed = pod.toBuilder();
    var notes = new ArrayList<String>();
    for (var range : ranges(request.namespace())) {
      for (var item : range.getSpec().getLimitsList()) {
        if (item.getType().equals("Container")) {
          var spec = changed.getSpecBuilder();
          spec.getContainersBuilderList().forEach(c -> fill(c, item, "container", notes));
          spec.getInitContainersBuilderList().forEach(c -> fill(c, item, "init container", notes));
        }
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

  private List<LimitRange> ranges(String namespace) {
    return lookup.list(LimitRange.class, namespace);
  }

  private List<LimitRangeItem> items(String namespace) {
    return ranges(namespace).stream().flatMap(r -> r.getSpec().getLimitsList().stream()).toList();
  }
}
