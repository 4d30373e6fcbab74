package dev.coxswain.kubelet.spec;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.kubelet.runtime.ContainerSpec.Limits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// A container of a pod's spec and the part it plays there.
///
/// @param target whose processes an ephemeral container sees; empty for its own
public record PodContainer(Container spec, Role role, String target) {
  private static final String ALWAYS = "Always";

  /// The parts that containers play.
  public enum Role {
    /// Runs to its end before the next one starts.
    INIT,
    /// Starts in the order of the init containers, and goes on running.
    SIDECAR,
    REGULAR,
    /// Added to a running pod, for a look around; never restarted.
    EPHEMERAL
  }

  public String name() {
    return spec.getName();
  }

  /// Changes when a running container is no longer what the pod asks for.
  public String hash() {
    var crc = new CRC32();
    crc.update((spec.getName() + "\0" + spec.getImage()).getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  /// What it should be held to while it runs; the same as now when nothing is to change. Containers
  /// that run to an end keep what they started with.
  public Limits wanted(Limits now) {
    return role == Role.SIDECAR || role == Role.REGULAR
        ? Limit.resized(now, spec.getResources())
        : now;
  }

  /// Whether it has to start again to get other limits.
  public boolean restartsToResize(Limits now) {
    var wanted = wanted(now);
    boolean cpu = wanted.cpuShares() != now.cpuShares() || wanted.cpuMillis() != now.cpuMillis();
    boolean memory = wanted.memoryBytes() != now.memoryBytes();
    return spec.getResizePolicyList().stream()
        .filter(policy -> policy.getRestartPolicy().equals("RestartContainer"))
        .anyMatch(policy -> policy.getResourceName().equals("cpu") ? cpu : memory);
  }

  /// Where events about the container point to, such as `spec.containers{web}`.
  public String fieldPath() {
    var field =
        switch (role) {
          case INIT, SIDECAR -> "initContainers";
          case REGULAR -> "containers";
          case EPHEMERAL -> "ephemeralContainers";
        };
    return "spec." + field + "{" + name() + "}";
  }

  /// Whether it is started again after it ended so.
  public boolean restartsAfter(int exitCode, String podPolicy) {
    return switch (role) {
      case SIDECAR -> true;
      case EPHEMERAL -> false;
      case INIT -> exitCode != 0 && !policy(podPolicy).equals("Never");
      case REGULAR -> restarts(exitCode, policy(podPolicy));
    };
  }

  private boolean restarts(int exitCode, String policy) {
    for (var rule : spec.getRestartPolicyRulesList()) {
      boolean listed = rule.getExitCodes().getValuesList().contains(exitCode);
      if (rule.getExitCodes().getOperator().equals("In") == listed) {
        return rule.getAction().startsWith("Restart");
      }
    }
    return switch (policy) {
      case "Never" -> false;
      case "OnFailure" -> exitCode != 0;
      default -> true;
    };
  }

  private String policy(String podPolicy) {
    return spec.hasRestartPolicy() ? spec.getRestartPolicy() : podPolicy;
  }

  public static List<PodContainer> init(Pod pod) {
    return pod.getSpec().getInitContainersList().stream()
        .map(c ->
            new PodContainer(c, c.getRestartPolicy().equals(ALWAYS) ? Role.SIDECAR : Role.INIT, ""))
        .toList();
  }

  public static List<PodContainer> regular(Pod pod) {
    return pod.getSpec().getContainersList().stream()
        .map(c -> new PodContainer(c, Role.REGULAR, ""))
        .toList();
  }

  public static List<PodContainer> ephemeral(Pod pod) {
    return pod.getSpec().getEphemeralContainersList().stream()
        .map(PodContainer::ephemeral)
        .toList();
  }

  /// Every container: init, regular, ephemeral, each in the spec's order.
  public static List<PodContainer> all(Pod pod) {
    var all = new ArrayList<PodContainer>();
    all.addAll(init(pod));
    all.addAll(regular(pod));
    all.addAll(ephemeral(pod));
    return List.copyOf(all);
  }

  public static Optional<PodContainer> find(Pod pod, String name) {
    return all(pod).stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /// Both messages have the same fields under the same numbers.
  private static PodContainer ephemeral(EphemeralContainer container) {
    try {
      var spec = Container.parseFrom(container.getEphemeralContainerCommon().toByteString());
      return new PodContainer(spec, Role.EPHEMERAL, container.getTargetContainerName());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an ephemeral container is no container", e);
    }
  }
}
