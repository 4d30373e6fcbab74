package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Pods that ask for devices tolerate the taints of the nodes that have such devices, named like
/// those.
public final class ExtendedResourceToleration implements Admission {

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .object(Pod.class)
        .<Message>map(ExtendedResourceToleration::tolerant)
        .orElse(object);
  }

  private static Pod tolerant(Pod pod) {
    var spec = pod.getSpec();
    var devices = new TreeSet<String>();
    Stream.concat(spec.getInitContainersList().stream(), spec.getContainersList().stream())
        .flatMap(c -> c.getResources().getRequestsMap().keySet().stream())
        .filter(ExtendedResourceToleration::isExtended)
        .forEach(devices::add);
    var changed = pod.toBuilder();
    devices.stream()
        .map(ExtendedResourceToleration::toleration)
        .filter(toleration -> !spec.getTolerationsList().contains(toleration))
        .forEach(changed.getSpecBuilder()::addTolerations);
    return changed.build();
  }

  private static boolean isExtended(String name) {
    return name.contains("/") && !name.contains("kubernetes.io/") && !name.startsWith("requests.");
  }

  private static Toleration toleration(String name) {
    return Toleration.newBuilder()
        .setKey(name)
        .setOperator("Exists")
        .setEffect("NoSchedule")
        .build();
  }
}
