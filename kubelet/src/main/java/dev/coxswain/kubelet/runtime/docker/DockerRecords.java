package dev.coxswain.kubelet.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.HostConfig;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import dev.coxswain.kubelet.runtime.SandboxRecord;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Reads our records out of the engine's answers.
final class DockerRecords {
  private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private DockerRecords() {}

  static SandboxRecord sandbox(InspectContainerResponse container, String network) {
    var labels = labels(container);
    boolean running = Boolean.TRUE.equals(container.getState().getRunning());
    return new SandboxRecord(
        container.getId(),
        Labels.pod(labels),
        Labels.attempt(labels),
        time(container.getCreated()),
        running,
        running ? address(container, network) : "",
        running ? pid(container.getState()) : 0);
  }

  /// @param imageReference how a status names the container's image
  static ContainerRecord container(InspectContainerResponse container, String imageReference) {
    var labels = labels(container);
    return new ContainerRecord(
        container.getId(),
        Labels.pod(labels),
        Labels.container(labels),
        Labels.attempt(labels),
        Labels.sandbox(labels),
        Labels.hash(labels),
        limits(container.getHostConfig()),
        Labels.image(labels),
        imageReference,
        time(container.getCreated()),
        state(container));
  }

  private static Limits limits(HostConfig host) {
    return new Limits(
        Optional.ofNullable(host.getCpuShares()).orElse(0),
        Math.max(0, Optional.ofNullable(host.getCpuQuota()).orElse(0L))
            / DockerRequests.QUOTA_PER_MILLI,
        Optional.ofNullable(host.getMemory()).orElse(0L),
        Optional.ofNullable(host.getPidsLimit()).orElse(0L),
        Optional.ofNullable(host.getOomScoreAdj()).orElse(0));
  }

  static Map<String, String> labels(InspectContainerResponse container) {
    return Optional.ofNullable(container.getConfig().getLabels()).orElse(Map.of());
  }

  private static State state(InspectContainerResponse container) {
    var state = container.getState();
    var started = time(state.getStartedAt());
    if (Boolean.TRUE.equals(state.getRunning())) {
      return new State.Running(started, pid(state));
    }
    int code = state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue();
    var error = Optional.ofNullable(state.getError()).orElse("");
    if (started.equals(NEVER)) {
      var created = time(container.getCreated());
      return error.isEmpty() && code == 0
          ? new State.Created()
          : new State.Exited(created, created, code, "ContainerCannotRun", error);
    }
    return new State.Exited(started, time(state.getFinishedAt()), code, reason(state, code), error);
  }

  private static String reason(ContainerState state, int code) {
    if (Boolean.TRUE.equals(state.getOOMKilled()) && code != 0) {
      return "OOMKilled";
    }
    return code == 0 ? "Completed" : "Error";
  }

  private static int pid(ContainerState state) {
    return state.getPidLong() == null ? 0 : state.getPidLong().intValue();
  }

  private static String address(InspectContainerResponse container, String network) {
    return Optional.ofNullable(container.getNetworkSettings().getNetworks())
        .map(networks -> networks.get(network))
        .map(joined -> joined.getIpAddress())
        .orElse("");
  }

  private static Instant time(String text) {
    return text == null || text.isEmpty() ? NEVER : Instant.parse(text);
  }
}
