package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// How pods stand behind a service. Pure.
final class ServicePods {
  static final String HEADLESS = "service.kubernetes.io/headless";
  static final String TRIGGER_TIME = "endpoints.kubernetes.io/last-change-trigger-time";

  private ServicePods() {}

  static boolean isHeadless(Service service) {
    var ip = service.getSpec().getClusterIP();
    return ip.isEmpty() || ip.equals("None");
  }

  /// Whether the pods of the service are looked up for it at all.
  static boolean isSelecting(Service service) {
    return service.getSpec().getSelectorCount() > 0
        && !service.getSpec().getType().equals("ExternalName");
  }

  /// The pod's address of the family, while there may be somebody there.
  static Optional<String> address(Pod pod, String family) {
    if (Pods.isFinished(pod)) {
      return Optional.empty();
    }
    var status = pod.getStatus();
    return Stream.concat(
            status.getPodIPsList().stream().map(ip -> ip.getIp()), Stream.of(status.getPodIP()))
        .filter(ip -> !ip.isEmpty())
        .filter(ip -> ip.contains(":") == family.equals("IPv6"))
        .findFirst();
  }

  /// The number of the port that the service's port means in this pod, if it has one.
  static OptionalInt targetPort(Pod pod, ServicePort port) {
    var target = port.getTargetPort();
    if (!IntOrStrings.isText(target)) {
      return OptionalInt.of(target.getIntVal() == 0 ? port.getPort() : target.getIntVal());
    }
    return containers(pod)
        .flatMap(c -> c.getPortsList().stream())
        .filter(p -> p.getName().equals(target.getStrVal()))
        .filter(p -> p.getProtocol().equals(port.getProtocol()))
        .mapToInt(p -> p.getContainerPort())
        .findFirst();
  }

  private static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getContainersList().stream(),
        pod.getSpec().getInitContainersList().stream()
            .filter(c -> c.getRestartPolicy().equals("Always")));
  }

  static ObjectReference reference(Pod pod) {
    return ObjectReference.newBuilder()
        .setKind("Pod")
        .setNamespace(pod.getMetadata().getNamespace())
        .setName(pod.getMetadata().getName())
        .setUid(pod.getMetadata().getUid())
        .build();
  }

  /// The pod's own name within the service's domain, if it has one.
  static Optional<String> hostname(Pod pod, Service service) {
    return Optional.of(pod.getSpec().getHostname())
        .filter(name -> !name.isEmpty())
        .filter(_ -> pod.getSpec().getSubdomain().equals(service.getMetadata().getName()));
  }

  /// When what the endpoints say last changed in the world.
  static Instant lastChange(Service service, List<Pod> pods) {
    var created = Times.toInstant(service.getMetadata().getCreationTimestamp());
    return pods.stream()
        .flatMap(p -> Pods.condition(p, "Ready").stream())
        .map(c -> Times.toInstant(c.getLastTransitionTime()))
        .filter(t -> t.isAfter(created))
        .max(Instant::compareTo)
        .orElse(created);
  }
}
