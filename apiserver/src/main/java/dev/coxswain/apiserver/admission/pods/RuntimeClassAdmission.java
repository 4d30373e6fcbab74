package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.node.v1.RuntimeClass;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quota.ResourceAmounts;
import dev.coxswain.apimachinery.status.GoText;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Optional;

/// What a pod's runtime class adds to it: overhead, and where it may run.
public final class RuntimeClassAdmission implements Admission {
  private final Lookup lookup;

  public RuntimeClassAdmission(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .created(Pod.class)
        .<Message>flatMap(pod -> runtime(request, pod).map(r -> withClass(request, pod, r)))
        .orElse(object);
  }

  @Override
  public void check(AdmissionRequest request) {
    request
        .created(Pod.class)
        .ifPresent(pod -> {
          var runtime = runtime(request, pod).filter(RuntimeClass::hasOverhead);
          if (runtime.isPresent()) {
            requireSame(request, pod, runtime.get());
          } else if (pod.getSpec().getOverheadCount() > 0) {
            throw request.forbidden(
                "pod rejected: Pod Overhead set without corresponding RuntimeClass defined"
                    + " Overhead");
          }
        });
  }

  /// The pod's class; empty if it names none.
  private Optional<RuntimeClass> runtime(AdmissionRequest request, Pod pod) {
    if (!pod.getSpec().hasRuntimeClassName()) {
      return Optional.empty();
    }
    var name = pod.getSpec().getRuntimeClassName();
    var key = ObjectKey.clusterScoped(name);
    var found = lookup.get(RuntimeClass.class, key).or(() -> lookup.fetch(RuntimeClass.class, key));
    return Optional.of(
        found.orElseThrow(() ->
            request.forbidden(
                "pod rejected: RuntimeClass %s not found".formatted(GoText.quote(name)))));
  }

  private static Pod withClass(AdmissionRequest request, Pod pod, RuntimeClass runtime) {
    var changed = pod.toBuilder();
    if (runtime.hasOverhead()) {
      if (pod.getSpec().getOverheadCount() > 0) {
        requireSame(request, pod, runtime);
      }
      changed
          .getSpecBuilder()
          .clearOverhead()
          .putAllOverhead(runtime.getOverhead().getPodFixedMap());
    }
    addScheduling(request, changed, runtime);
    return changed.build();
  }

  private static void requireSame(AdmissionRequest request, Pod pod, RuntimeClass runtime) {
    var set = ResourceAmounts.of(pod.getSpec().getOverheadMap());
    if (!set.equals(ResourceAmounts.of(runtime.getOverhead().getPodFixedMap()))) {
      throw request.forbidden(
          "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    }
  }

  private static void addScheduling(
      AdmissionRequest request, Pod.Builder pod, RuntimeClass runtime) {
    if (!runtime.hasScheduling()) {
      return;
    }
    var scheduling = runtime.getScheduling();
    var spec = pod.getSpecBuilder();
    scheduling
        .getNodeSelectorMap()
        .forEach((key, value) -> {
          if (!spec.getNodeSelectorOrDefault(key, value).equals(value)) {
            throw request.forbidden(
                "conflict: runtimeClass.scheduling.nodeSelector[%s] = %s; pod.spec.nodeSelector[%s] = %s"
                    .formatted(key, value, key, spec.getNodeSelectorOrThrow(key)));
          }
          spec.putNodeSelector(key, value);
        });
    var merged = Tolerations.merge(spec.getTolerationsList(), scheduling.getTolerationsList());
    spec.clearTolerations().addAllTolerations(merged);
  }
}
