package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.node.v1.RuntimeClass;
import dev.coxswain.apimachinery.meta.ObjectKey;
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
        .filter(pod -> !pod.getSpec().getRuntimeClassName().isEmpty())
        .<Message>map(pod -> withClass(request, pod))
        .orElse(object);
  }

  @Override
  public void check(AdmissionRequest request) {
    request
        .created(Pod.class)
        .filter(pod -> pod.getSpec().getOverheadCount() > 0)
        .filter(pod -> !definesOverhead(pod.getSpec().getRuntimeClassName()))
        .ifPresent(_ -> {
          throw request.forbidden(
              "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        });
  }

  private boolean definesOverhead(String name) {
    return !name.isEmpty() && find(name).filter(RuntimeClass::hasOverhead).isPresent();
  }

  private Optional<RuntimeClass> find(String name) {
    var key = ObjectKey.clusterScoped(name);
    return lookup.get(RuntimeClass.class, key).or(() -> lookup.fetch(RuntimeClass.class, key));
  }

  private Pod withClass(AdmissionRequest request, Pod pod) {
    var name = pod.getSpec().getRuntimeClassName();
    var runtime =
        find(name)
            .orElseThrow(() ->
                request.forbidden("pod rejected: RuntimeClass \"%s\" not found".formatted(name)));
    var changed = pod.toBuilder();
    addOverhead(request, changed, runtime);
    addScheduling(request, changed, runtime);
    return changed.build();
  }

  private static void addOverhead(AdmissionRequest request, Pod.Builder pod, RuntimeClass runtime) {
    if (!runtime.hasOverhead()) {
      return;
    }
    var overhead = runtime.getOverhead().getPodFixedMap();
    var spec = pod.getSpecBuilder();
    if (spec.getOverheadCount() > 0 && !spec.getOverheadMap().equals(overhead)) {
      throw request.forbidden(
          "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    }
    spec.putAllOverhead(overhead);
  }

  private static void addScheduling(
      AdmissionRequest request, Pod.Builder pod, RuntimeClass runtime) {
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
    scheduling.getTolerationsList().stream()
        .filter(t -> !spec.getTolerationsList().contains(t))
        .forEach(spec::addTolerations);
  }
}
