package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.util.intstr.IntOrString;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import java.util.OptionalInt;

/// Ports that are given by number or by name.
final class Ports {
  private Ports() {}

  /// Empty if the container has no port of that name.
  static OptionalInt resolve(IntOrString port, Container container) {
    if (!IntOrStrings.isText(port)) {
      return OptionalInt.of(port.getIntVal());
    }
    return container.getPortsList().stream()
        .filter(p -> p.getName().equals(port.getStrVal()))
        .mapToInt(p -> p.getContainerPort())
        .findFirst();
  }
}
