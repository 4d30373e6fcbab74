package dev.coxswain.apiserver.admission.limits;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.api.core.v1.LimitRangeItem;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Gives containers the requests and limits that their namespace prescribes, and refuses pods and
/// claims outside its bounds.
public final class LimitRanger implements Admission {
  private final Lookup lookup;

  public LimitRanger(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .created(Pod.class)
        .<Message>map(pod -> LimitDefaults.complete(pod, items(request.namespace())))
        .orElse(object);
  }

  @Override
  public void check(AdmissionRequest request) {
    if (request.operation() == Operation.DELETE || isGoing(request)) {
      return;
    }
    request
        .created(Pod.class)
        .or(() -> request.object(Pod.class, "resize"))
        .ifPresent(pod -> check(request, item -> LimitBounds.complaints(item, pod)));
    request
        .object(PersistentVolumeClaim.class)
        .ifPresent(claim -> check(request, item -> LimitBounds.complaints(item, claim)));
  }

  private void check(AdmissionRequest request, Function<LimitRangeItem, List<String>> complain) {
    var complaints = new ArrayList<String>();
    for (var item : items(request.namespace())) {
      complain.apply(item).stream().filter(c -> !complaints.contains(c)).forEach(complaints::add);
    }
    if (!complaints.isEmpty()) {
      throw request.forbidden(
          complaints.size() == 1
              ? complaints.getFirst()
              : "[" + String.join(", ", complaints) + "]");
    }
  }

  /// What is being deleted may lose its finalizers whatever its size.
  private static boolean isGoing(AdmissionRequest request) {
    return request.operation() == Operation.UPDATE
        && request.object().map(Metadata::of).filter(m -> m.hasDeletionTimestamp()).isPresent();
  }

  private List<LimitRangeItem> items(String namespace) {
    return lookup.list(LimitRange.class, namespace).stream()
        .flatMap(range -> range.getSpec().getLimitsList().stream())
        .toList();
  }
}
