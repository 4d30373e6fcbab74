package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.ContainerPort;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Sysctl;
import dev.coxswain.kubelet.dns.PodNames;
import dev.coxswain.kubelet.dns.ResolvConf;
import dev.coxswain.kubelet.runtime.PodId;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import dev.coxswain.kubelet.runtime.SandboxSpec;
import dev.coxswain.kubelet.runtime.SandboxSpec.HostNamespaces;
import dev.coxswain.kubelet.runtime.SandboxSpec.PortMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/// Makes the sandboxes of pods, and the files that their containers share.
final class Sandboxes {
  private static final Path NODE_HOSTS = Path.of("/etc/hosts");

  private final NodeContext node;

  Sandboxes(NodeContext node) {
    this.node = node;
  }

  void create(Pod pod, int attempt) {
    node.network().prepare();
    node.runtime().startSandbox(spec(pod, attempt, node.facts().pauseImage()));
  }

  static SandboxSpec spec(Pod pod, int attempt, String pauseImage) {
    var spec = pod.getSpec();
    return new SandboxSpec(
        PodId.of(pod),
        attempt,
        pauseImage,
        PodNames.hostname(pod),
        new HostNamespaces(spec.getHostNetwork(), spec.getHostPID(), spec.getHostIPC()),
        spec.getHostNetwork() ? List.of() : ports(spec.getContainersList()),
        spec.getSecurityContext().getSysctlsList().stream()
            .collect(Collectors.toMap(Sysctl::getName, Sysctl::getValue)));
  }

  private static List<PortMapping> ports(List<Container> containers) {
    return containers.stream()
        .flatMap(container -> container.getPortsList().stream())
        .filter(port -> port.getHostPort() > 0)
        .map(Sandboxes::mapping)
        .toList();
  }

  private static PortMapping mapping(ContainerPort port) {
    return new PortMapping(
        port.getHostIP(), port.getHostPort(), port.getContainerPort(), port.getProtocol());
  }

  /// Writes the hosts and resolver files, in place: containers have them mounted.
  void writeFiles(Pod pod, SandboxRecord sandbox) throws IOException {
    node.network().connected(sandbox);
    var uid = pod.getMetadata().getUid();
    var hosts =
        pod.getSpec().getHostNetwork()
            ? PodNames.hostsOnNode(pod, Files.readString(NODE_HOSTS))
            : PodNames.hosts(pod, sandbox.ip(), node.dns().domain());
    write(node.folders().hosts(uid), hosts);
    write(node.folders().resolvConf(uid), ResolvConf.of(pod, node.dns()).text());
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }
}
