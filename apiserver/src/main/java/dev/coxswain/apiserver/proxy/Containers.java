package dev.coxswain.apiserver.proxy;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which container of a pod is meant.
final class Containers {
  private Containers() {}

  /// @param asked empty for the only one
  /// @throws ApiException.BadRequest in upstream's words if there is no such container, or several
  static String choose(Pod pod, String asked) {
    var name = pod.getMetadata().getName();
    var spec = pod.getSpec();
    var regular = spec.getContainersList().stream().map(c -> c.getName()).toList();
    var init = spec.getInitContainersList().stream().map(c -> c.getName()).toList();
    var ephemeral =
        spec.getEphemeralContainersList().stream()
            .map(c -> c.getEphemeralContainerCommon().getName())
            .toList();
    if (!asked.isEmpty()) {
      if (Stream.of(regular, init, ephemeral).noneMatch(names -> names.contains(asked))) {
        throw badRequest("container %s is not valid for pod %s".formatted(asked, name));
      }
      return asked;
    }
    if (regular.size() == 1) {
      return regular.getFirst();
    }
    throw badRequest(
        "a container name must be specified for pod %s, choose one of: [%s]"
            .formatted(
                name,
                Stream.of(init, regular, ephemeral)
                    .flatMap(List::stream)
                    .collect(Collectors.joining(" "))));
  }

  static ApiException badRequest(String message) {
    return ApiException.of(new Refusal.BadRequest(message));
  }
}
