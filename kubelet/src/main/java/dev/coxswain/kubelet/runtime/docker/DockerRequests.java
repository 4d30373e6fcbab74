package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.UpdateContainerCmd;
import com.github.dockerjava.api.model.BindOptions;
import com.github.dockerjava.api.model.BindPropagation;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import dev.coxswain.kubelet.runtime.ContainerSpec;
import dev.coxswain.kubelet.runtime.ContainerSpec.ProcessNamespace;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.SandboxSpec;
import dev.coxswain.kubelet.runtime.SandboxSpec.PortMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Puts our specs into the engine's words.
final class DockerRequests {
  /// The pause process is the last one that should die when memory runs out.
  private static final int PAUSE_OOM_SCORE = -998;

  private static final int LOWEST_OOM_SCORE = OomScores.lowest();
  private static final long PAUSE_SHARES = 2;

  /// In microseconds. Said so, a limit may be above what the machine has.
  private static final long CPU_PERIOD = 100_000;

  static final long QUOTA_PER_MILLI = CPU_PERIOD / 1000;
  private static final Map<String, String> LOG_ROTATION =
      Map.of("max-size", "10m", "max-file", "5");

  private DockerRequests() {}

  static void fill(CreateContainerCmd request, SandboxSpec spec, String network, String node) {
    var host =
        new HostConfig()
            .withNetworkMode(spec.shares().network() ? "host" : network)
            .withIpcMode(spec.shares().ipc() ? "host" : "shareable")
            .withCpuShares((int) PAUSE_SHARES)
            .withOomScoreAdj(Math.max(LOWEST_OOM_SCORE, PAUSE_OOM_SCORE))
            .withLogConfig(logs());
    if (spec.shares().pid()) {
      host.withPidMode("host");
    }
    if (!spec.sysctls().isEmpty()) {
      host.withSysctls(spec.sysctls());
    }
    if (!spec.ports().isEmpty()) {
      host.withPortBindings(spec.ports().stream().map(DockerRequests::binding).toList());
      request.withExposedPorts(spec.ports().stream().map(DockerRequests::exposed).toList());
    }
    if (!spec.shares().network()) {
      request.withHostName(spec.hostname());
    }
    request
        .withName(Labels.sandboxName(spec))
        .withLabels(Labels.of(spec, node))
        .withHostConfig(host);
  }

  static void fill(CreateContainerCmd request, ContainerSpec spec, String node) {
    request
        .withName(Labels.containerName(spec.pod(), spec.name(), spec.attempt()))
        .withLabels(Labels.of(spec, node))
        .withEnv(spec.env())
        .withTty(spec.terminal().tty())
        .withStdinOpen(spec.terminal().stdin())
        .withStdInOnce(spec.terminal().stdinOnce())
        .withHostConfig(host(spec));
    if (!spec.command().isEmpty()) {
      request.withEntrypoint(spec.command());
    }
    if (!spec.args().isEmpty()) {
      request.withCmd(spec.args());
    }
    if (!spec.workingDir().isEmpty()) {
      request.withWorkingDir(spec.workingDir());
    }
    if (!spec.security().user().isEmpty()) {
      request.withUser(spec.security().user());
    }
    spec.stopSignal().ifPresent(request::withStopSignal);
  }

  private static HostConfig host(ContainerSpec spec) {
    var joined = "container:" + spec.sandboxId();
    var limits = spec.limits();
    var security = spec.security();
    var host =
        new HostConfig()
            .withNetworkMode(joined)
            .withIpcMode(joined)
            .withLogConfig(logs())
            .withOomScoreAdj(Math.max(LOWEST_OOM_SCORE, limits.oomScoreAdjust()))
            .withReadonlyRootfs(security.readOnlyRoot())
            .withPrivileged(security.privileged())
            .withMounts(spec.mounts().stream().map(DockerRequests::mount).toList());
    switch (spec.pidNamespace()) {
      case ProcessNamespace.Own _ -> {}
      case ProcessNamespace.Host _ -> host.withPidMode("host");
      case ProcessNamespace.Of(var id) -> host.withPidMode("container:" + id);
    }
    limit(host, limits);
    secure(host, security);
    return host;
  }

  /// What is not limited is not mentioned, for the engine then leaves it alone.
  static void fill(UpdateContainerCmd request, ContainerSpec.Limits limits) {
    request.withCpuShares(Math.toIntExact(limits.cpuShares()));
    if (limits.cpuMillis() > 0) {
      request.withCpuPeriod(CPU_PERIOD).withCpuQuota(limits.cpuMillis() * QUOTA_PER_MILLI);
    }
    if (limits.memoryBytes() > 0) {
      request.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
    }
  }

  private static void limit(HostConfig host, ContainerSpec.Limits limits) {
    if (limits.cpuShares() > 0) {
      host.withCpuShares(Math.toIntExact(limits.cpuShares()));
    }
    if (limits.cpuMillis() > 0) {
      host.withCpuPeriod(CPU_PERIOD).withCpuQuota(limits.cpuMillis() * QUOTA_PER_MILLI);
    }
    if (limits.memoryBytes() > 0) {
      host.withMemory(limits.memoryBytes()).withMemorySwap(limits.memoryBytes());
    }
    if (limits.pids() > 0) {
      host.withPidsLimit(limits.pids());
    }
  }

  private static void secure(HostConfig host, ContainerSpec.Security security) {
    var options = new ArrayList<String>();
    if (security.noNewPrivileges()) {
      options.add("no-new-privileges");
    }
    var confinement = security.confinement();
    confinement.seccomp().ifPresent(profile -> options.add("seccomp=" + profile));
    confinement.appArmor().ifPresent(profile -> options.add("apparmor=" + profile));
    confinement.seLinux().forEach(label -> options.add("label=" + label));
    if (!options.isEmpty()) {
      host.withSecurityOpts(options);
    }
    if (!security.supplementalGroups().isEmpty()) {
      host.withGroupAdd(security.supplementalGroups().stream().map(String::valueOf).toList());
    }
    host.withCapAdd(capabilities(security.addedCapabilities()));
    host.withCapDrop(capabilities(security.droppedCapabilities()));
  }

  private static Capability[] capabilities(List<String> names) {
    return names.stream().map(DockerRequests::capability).toArray(Capability[]::new);
  }

  private static Capability capability(String name) {
    var bare = name.startsWith("CAP_") ? name.substring(4) : name;
    try {
      return Capability.valueOf(bare);
    } catch (IllegalArgumentException e) {
      throw new RuntimeFailure("unknown capability \"" + name + "\"", e);
    }
  }

  private static Mount mount(ContainerSpec.Mount mount) {
    var propagation =
        switch (mount.propagation()) {
          case "rslave" -> BindPropagation.R_SLAVE;
          case "rshared" -> BindPropagation.R_SHARED;
          default -> BindPropagation.R_PRIVATE;
        };
    return new Mount()
        .withType(MountType.BIND)
        .withSource(mount.hostPath())
        .withTarget(mount.containerPath())
        .withReadOnly(mount.readOnly())
        .withBindOptions(new BindOptions().withPropagation(propagation));
  }

  private static PortBinding binding(PortMapping port) {
    var onHost = Integer.toString(port.hostPort());
    return new PortBinding(
        port.hostIp().isEmpty()
            ? Ports.Binding.bindPortSpec(onHost)
            : Ports.Binding.bindIpAndPort(port.hostIp(), port.hostPort()),
        exposed(port));
  }

  private static ExposedPort exposed(PortMapping port) {
    var protocol =
        switch (port.protocol()) {
          case "UDP" -> InternetProtocol.UDP;
          case "SCTP" -> InternetProtocol.SCTP;
          default -> InternetProtocol.TCP;
        };
    return new ExposedPort(port.containerPort(), protocol);
  }

  private static LogConfig logs() {
    return new LogConfig(LogConfig.LoggingType.JSON_FILE, LOG_ROTATION);
  }
}
