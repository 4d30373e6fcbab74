package dev.coxswain.kubelet.runtime;

import dev.coxswain.kubelet.runtime.ContainerSpec.Confinement;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import dev.coxswain.kubelet.runtime.ContainerSpec.ProcessNamespace;
import dev.coxswain.kubelet.runtime.ContainerSpec.Security;
import dev.coxswain.kubelet.runtime.ContainerSpec.Terminal;
import dev.coxswain.kubelet.runtime.SandboxSpec.HostNamespaces;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Specs for tests that ask for nothing special.
public final class Specs {
  private Specs() {}

  public static SandboxSpec sandbox(PodId pod, int attempt, String image) {
    var own = new HostNamespaces(false, false, false);
    return new SandboxSpec(pod, attempt, image, "web", own, List.of(), Map.of());
  }

  /// With `A=b` in its environment.
  public static ContainerSpec container(
      PodId pod, String name, int attempt, String image, String sandboxId) {
    var unconfined = new Confinement(Optional.empty(), Optional.empty(), List.of());
    return new ContainerSpec(
        pod,
        name,
        attempt,
        "hash",
        image,
        image,
        List.of(),
        List.of(),
        List.of("A=b"),
        "",
        List.of(),
        new Limits(2, 0, 0, 0, 1000),
        new Security("", List.of(), false, false, false, List.of(), List.of(), unconfined),
        new Terminal(false, false, false),
        new ProcessNamespace.Own(),
        sandboxId,
        Optional.empty());
  }
}
