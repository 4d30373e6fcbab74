package dev.coxswain.apiserver.admission;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerPort;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The levels `baseline` and `restricted` of the Pod Security Standards, and how a pod falls short
/// of them.
final class PodSecurityStandard {
  private static final Set<String> BASELINE_CAPABILITIES =
      Set.of(
          "AUDIT_WRITE",
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "MKNOD",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");
  private static final Set<String> RESTRICTED_VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "image",
          "persistentVolumeClaim",
          "projected",
          "secret");
  private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

  private final PodSpec spec;
  private final List<Container> containers;

  private PodSecurityStandard(PodSpec spec) {
    this.spec = spec;
    this.containers =
        Stream.concat(spec.getInitContainersList().stream(), spec.getContainersList().stream())
            .toList();
  }

  /// What the level forbids of the pod, in upstream's words and order.
  static List<String> violations(String level, PodSpec spec) {
    var standard = new PodSecurityStandard(spec);
    return switch (level) {
      case "baseline" -> standard.baseline();
      case "restricted" -> standard.restricted();
      default -> List.of();
    };
  }

  private List<String> baseline() {
    return Stream.of(
            capabilitiesBeyondDefault(),
            hostNamespaces(),
            hostPathVolumes(),
            hostPorts(),
            privileged(),
            procMount(),
            unconfined())
        .flatMap(Optional::stream)
        .toList();
  }

  private List<String> restricted() {
    return Stream.of(
            escalation(),
            unrestrictedCapabilities(),
            hostNamespaces(),
            hostPorts(),
            privileged(),
            procMount(),
            volumes(),
            runAsNonRoot(),
            runAsRoot(),
            seccomp())
        .flatMap(Optional::stream)
        .toList();
  }

  // ---- both levels ----

  private Optional<String> hostNamespaces() {
    var used = new ArrayList<String>();
    if (spec.getHostNetwork()) {
      used.add("hostNetwork=true");
    }
    if (spec.getHostPID()) {
      used.add("hostPID=true");
    }
    if (spec.getHostIPC()) {
      used.add("hostIPC=true");
    }
    return used.isEmpty()
        ? Optional.empty()
        : Optional.of("host namespaces (%s)".formatted(String.join(", ", used)));
  }

  private Optional<String> hostPorts() {
    var ports = new TreeSet<Integer>();
    containers.stream()
        .flatMap(c -> c.getPortsList().stream())
        .map(ContainerPort::getHostPort)
        .filter(port -> port != 0)
        .forEach(ports::add);
    var word = ports.size() > 1 ? "hostPorts" : "hostPort";
    var list = ports.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return of(
        "hostPort",
        c -> c.getPortsList().stream().anyMatch(p -> p.getHostPort() != 0),
        "uses",
        "use",
        word + " " + list);
  }

  private Optional<String> privileged() {
    return of(
        "privileged",
        c -> c.getSecurityContext().getPrivileged(),
        "must not set securityContext.privileged=true");
  }

  private Optional<String> procMount() {
    return of(
        "procMount",
        c ->
            c.getSecurityContext().hasProcMount()
                && !c.getSecurityContext().getProcMount().equals("Default"),
        "must not set securityContext.procMount to \"Unmasked\"");
  }

  // ---- baseline ----

  private Optional<String> capabilitiesBeyondDefault() {
    var beyond = new TreeSet<String>();
    containers.forEach(c -> beyond.addAll(beyondDefault(c)));
    return of(
        "non-default capabilities",
        c -> !beyondDefault(c).isEmpty(),
        "must not include %s in securityContext.capabilities.add".formatted(quoted(beyond)));
  }

  private static Set<String> beyondDefault(Container container) {
    var added = new TreeSet<>(container.getSecurityContext().getCapabilities().getAddList());
    added.removeAll(BASELINE_CAPABILITIES);
    return added;
  }

  private Optional<String> hostPathVolumes() {
    var names =
        spec.getVolumesList().stream()
            .filter(v -> v.getVolumeSource().hasHostPath())
            .map(Volume::getName)
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "hostPath volumes (%s %s)"
                .formatted(names.size() > 1 ? "volumes" : "volume", quoted(names)));
  }

  private Optional<String> unconfined() {
    if (spec.getSecurityContext().getSeccompProfile().getType().equals("Unconfined")) {
      return Optional.of(
          "seccompProfile (pod must not set securityContext.seccompProfile.type to \"Unconfined\")");
    }
    return of(
        "seccompProfile",
        c -> c.getSecurityContext().getSeccompProfile().getType().equals("Unconfined"),
        "must not set securityContext.seccompProfile.type to \"Unconfined\"");
  }

  // ---- restricted ----

  private Optional<String> escalation() {
    return of(
        "allowPrivilegeEscalation != false",
        c ->
            !c.getSecurityContext().hasAllowPrivilegeEscalation()
                || c.getSecurityContext().getAllowPrivilegeEscalation(),
        "must set securityContext.allowPrivilegeEscalation=false");
  }

  private Optional<String> unrestrictedCapabilities() {
    var undropped =
        of(
            "",
            c -> !c.getSecurityContext().getCapabilities().getDropList().contains("ALL"),
            "must set securityContext.capabilities.drop=[\"ALL\"]");
    var beyond = new TreeSet<String>();
    containers.forEach(c -> beyond.addAll(beyondBind(c)));
    var added =
        of(
            "",
            c -> !beyondBind(c).isEmpty(),
            "must not include %s in securityContext.capabilities.add".formatted(quoted(beyond)));
    var details =
        Stream.of(undropped, added)
            .flatMap(Optional::stream)
            .map(PodSecurityStandard::inner)
            .toList();
    return details.isEmpty()
        ? Optional.empty()
        : Optional.of("unrestricted capabilities (%s)".formatted(String.join("; ", details)));
  }

  private static Set<String> beyondBind(Container container) {
    var added = new TreeSet<>(container.getSecurityContext().getCapabilities().getAddList());
    added.remove("NET_BIND_SERVICE");
    return added;
  }

  private Optional<String> volumes() {
    var names = new ArrayList<String>();
    var types = new TreeSet<String>();
    for (var volume : spec.getVolumesList()) {
      var type = type(volume.getVolumeSource());
      if (!RESTRICTED_VOLUMES.contains(type)) {
        names.add(volume.getName());
        types.add(type);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "restricted volume types (%s %s %s restricted volume %s %s)"
                .formatted(
                    names.size() > 1 ? "volumes" : "volume",
                    quoted(names),
                    names.size() > 1 ? "use" : "uses",
                    types.size() > 1 ? "types" : "type",
                    quoted(types)));
  }

  private static String type(VolumeSource source) {
    return source.getAllFields().keySet().stream().findFirst().map(f -> f.getName()).orElse("");
  }

  private Optional<String> runAsNonRoot() {
    boolean pod = spec.getSecurityContext().getRunAsNonRoot();
    if (containers.stream().anyMatch(c -> isSetFalse(c))) {
      return of(
          "runAsNonRoot != true",
          PodSecurityStandard::isSetFalse,
          "must not set securityContext.runAsNonRoot=false");
    }
    return ofPodOr(
        "runAsNonRoot != true",
        c -> !pod && !c.getSecurityContext().getRunAsNonRoot(),
        "must set securityContext.runAsNonRoot=true");
  }

  private static boolean isSetFalse(Container container) {
    return container.getSecurityContext().hasRunAsNonRoot()
        && !container.getSecurityContext().getRunAsNonRoot();
  }

  private Optional<String> runAsRoot() {
    if (spec.getSecurityContext().hasRunAsUser() && spec.getSecurityContext().getRunAsUser() == 0) {
      return Optional.of("runAsUser=0 (pod must not set runAsUser=0)");
    }
    return of(
        "runAsUser=0",
        c -> c.getSecurityContext().hasRunAsUser() && c.getSecurityContext().getRunAsUser() == 0,
        "must not set runAsUser=0");
  }

  private Optional<String> seccomp() {
    var pod = spec.getSecurityContext().getSeccompProfile().getType();
    return ofPodOr(
        "seccompProfile",
        c -> {
          var own = c.getSecurityContext().getSeccompProfile().getType();
          return !SECCOMP.contains(own.isEmpty() ? pod : own);
        },
        "must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
  }

  // ---- wording ----

  private Optional<String> of(String title, Predicate<Container> bad, String rule) {
    return named(title, "", bad, rule);
  }

  private Optional<String> of(
      String title, Predicate<Container> bad, String singular, String plural, String rest) {
    long count = containers.stream().filter(bad).count();
    return named(title, "", bad, (count > 1 ? plural : singular) + " " + rest);
  }

  private Optional<String> ofPodOr(String title, Predicate<Container> bad, String rule) {
    return named(title, "pod or ", bad, rule);
  }

  private Optional<String> named(
      String title, String prefix, Predicate<Container> bad, String rule) {
    var names = containers.stream().filter(bad).map(Container::getName).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s (%s%s %s %s)"
                .formatted(
                    title,
                    prefix,
                    names.size() > 1 ? "containers" : "container",
                    quoted(names),
                    rule));
  }

  /// The part in the parentheses.
  private static String inner(String violation) {
    return violation.substring(violation.indexOf('(') + 1, violation.length() - 1);
  }

  private static String quoted(Iterable<String> names) {
    var quoted = new ArrayList<String>();
    names.forEach(name -> quoted.add('"' + name + '"'));
    return String.join(", ", quoted);
  }
}
