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
import java.util.List;
import java.util.Optional;
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
    return pod(request).<Message>map(pod -> complete(pod, request.namespace())).orElse(object);
  }

  /// The pod if its resources are settled now: when it is made, and when it is resized.
  private static Optional<Pod> pod(AdmissionRequest request) {
    return isGoing(request)
        ? Optional.empty()
        : request
            .created(Pod.class)
            .or(() ->
                request
                    .object(Pod.class, "resize")
                    .filter(_ -> request.operation() == Operation.UPDATE));
  }

  private Pod complete(Pod pod, String namespace) {
    var complete = pod;
    for (var range : lookup.list(LimitRange.class, namespace)) {
      complete = LimitDefaults.complete(complete, range.getSpec().getLimitsList());
    }
    return complete;
  }

  @Override
  public void check(AdmissionRequest request) {
    pod(request).ifPresent(pod -> check(request, item -> LimitBounds.complaints(item, pod)));
    request
        .object(PersistentVolumeClaim.class)
        .filter(_ -> !isGoing(request))
        .ifPresent(claim -> check(request, item -> LimitBounds.complaints(item, claim)));
  }

  /// The first range that complains is the last that is asked.
  private void check(AdmissionRequest request, Function<LimitRangeItem, List<String>> complain) {
    for (var range : lookup.list(LimitRange.class, request.namespace())) {
      var complaints =
          range.getSpec().getLimitsList().stream()
              .flatMap(item -> complain.apply(item).stream())
              .distinct()
              .toList();
      if (!complaints.isEmpty()) {
        throw request.forbidden(
            complaints.size() == 1
                ? complaints.getFirst()
                : "[" + String.join(", ", complaints) + "]");
      }
    }
  }

  /// What is being deleted may lose its finalizers whatever its size.
  private static boolean isGoing(AdmissionRequest request) {
    return request.existing().map(Metadata::of).filter(m -> m.hasDeletionTimestamp()).isPresent();
  }
}
