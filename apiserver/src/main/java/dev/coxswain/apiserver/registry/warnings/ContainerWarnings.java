package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerPort;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.OldProfiles;
import dev.coxswain.apiserver.registry.pods.PodContainers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Warnings about the containers of a pod or template: of each for itself, and of their ports among
/// each other.
final class ContainerWarnings {
  static final String SECCOMP =
      "non-functional in v1.27+; use the \"seccompProfile\" field instead";
  static final String APP_ARMOR =
      "deprecated since v1.30; use the \"appArmorProfile\" field instead";

  private final ObjectMeta meta;
  private final PodSpec pod;
  private final FieldPath annotations;
  private final FieldPath spec;
  private final List<String> warnings = new ArrayList<>();

  private ContainerWarnings(ObjectMeta meta, PodSpec pod, FieldPath annotations, FieldPath spec) {
    this.meta = meta;
    this.pod = pod;
    this.annotations = annotations;
    this.spec = spec;
  }

  /// @param annotations where the annotations of the pod are
  /// @param spec where its spec is
  static List<String> of(
      ObjectMeta meta, PodSpec pod, FieldPath annotations, FieldPath spec, boolean template) {
    var containers = new ContainerWarnings(meta, pod, annotations, spec);
    PodContainers.each(pod, spec, (c, path) -> containers.each(c, path, template));
    containers.ports();
    containers.portNames();
    return containers.warnings;
  }

  private void warn(FieldPath path, String message) {
    warnings.add(path + ": " + message);
  }

  private void each(Container container, FieldPath path, boolean template) {
    var context = container.getSecurityContext();
    var seccomp = OldProfiles.SECCOMP_CONTAINER + container.getName();
    if (!context.hasSeccompProfile() && meta.containsAnnotations(seccomp)) {
      warn(annotations.key(seccomp), SECCOMP);
    }
    var appArmor = OldProfiles.APP_ARMOR + container.getName();
    boolean hasField =
        context.hasAppArmorProfile() || pod.getSecurityContext().hasAppArmorProfile();
    if (template && !hasField && meta.containsAnnotations(appArmor)) {
      warn(annotations.key(appArmor), APP_ARMOR);
    }
    amounts(container, path.child("resources"));
    environment(container, path.child("env"));
  }

  private void amounts(Container container, FieldPath path) {
    for (var name : List.of("memory", "ephemeral-storage")) {
      fraction(container.getResources().getLimitsMap(), name, path.child("limits"));
      fraction(container.getResources().getRequestsMap(), name, path.child("requests"));
    }
  }

  private void fraction(Map<String, Quantity> amounts, String name, FieldPath path) {
    Optional.ofNullable(amounts.get(name))
        .map(Amount::of)
        .filter(amount -> !amount.isWhole())
        .ifPresent(amount -> warn(path.key(name), Fractions.message(amount)));
  }

  /// A second definition is fine if it builds on the first.
  private void environment(Container container, FieldPath path) {
    var names = new HashSet<String>();
    for (int i = 0; i < container.getEnvCount(); i++) {
      var variable = container.getEnv(i);
      var reference = "$(" + variable.getName() + ")";
      boolean builds =
          !variable.hasValueFrom()
              && !variable.getValue().equals(reference)
              && variable.getValue().contains(reference);
      if (!names.add(variable.getName()) && !builds) {
        warn(
            path.index(i),
            "hides previous definition of \"%s\", which may be dropped when using apply"
                .formatted(variable.getName()));
      }
    }
  }

  private record Place(ContainerPort port, FieldPath path) {}

  private void ports() {
    var places = new HashMap<String, List<Place>>();
    PodContainers.each(
        pod,
        spec,
        (container, path) -> {
          for (int i = 0; i < container.getPortsCount(); i++) {
            var port = container.getPorts(i);
            var here = new Place(port, path.child("ports").index(i));
            if (!port.getHostIP().isEmpty() && port.getHostPort() == 0) {
              warn(here.path(), "hostIP set without hostPort: " + shown(port));
            }
            var same =
                places.computeIfAbsent(
                    port.getContainerPort() + "/" + port.getProtocol(), _ -> new ArrayList<>());
            same.forEach(there -> clash(here, there));
            same.add(here);
          }
        });
  }

  private void clash(Place here, Place there) {
    boolean sameAddress = here.port().getHostIP().equals(there.port().getHostIP());
    boolean samePort = here.port().getHostPort() == there.port().getHostPort();
    boolean oneOpen = here.port().getHostIP().isEmpty() != there.port().getHostIP().isEmpty();
    if (sameAddress && samePort) {
      warn(here.path(), "duplicate port definition with " + there.path());
    } else if (here.port().getHostPort() == 0 || there.port().getHostPort() == 0) {
      warn(here.path(), "overlapping port definition with " + there.path());
    } else if (samePort && oneOpen) {
      warn(here.path(), "dangerously ambiguous port definition with " + there.path());
    }
  }

  private static String shown(ContainerPort port) {
    return "{Name:%s HostPort:%d ContainerPort:%d Protocol:%s HostIP:%s}"
        .formatted(
            port.getName(),
            port.getHostPort(),
            port.getContainerPort(),
            port.getProtocol(),
            port.getHostIP());
  }

  /// A name leads to the first port that has it.
  private void portNames() {
    var first = new HashMap<String, FieldPath>();
    PodContainers.each(
        pod,
        spec,
        (container, path) -> {
          for (int i = 0; i < container.getPortsCount(); i++) {
            var name = container.getPorts(i).getName();
            var at = path.child("ports").index(i);
            if (name.isEmpty()) {
              continue;
            }
            Optional.ofNullable(first.putIfAbsent(name, at))
                .ifPresent(before ->
                    warn(
                        at,
                        "duplicate port name \"%s\" with %s, services and probes that select ports by name will use %s"
                            .formatted(name, before, before)));
          }
        });
  }
}
