package dev.coxswain.kubelet.node;

import dev.coxswain.api.core.v1.ContainerImage;
import dev.coxswain.api.core.v1.DaemonEndpoint;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.NodeDaemonEndpoints;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.NodeSystemInfo;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.eviction.Signal;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.RuntimeInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Makes a node's status; conditions of others stay.
final class NodeStatuses {
  static final String VERSION = "v1.36.0";

  private static final int MOST_IMAGES = 50;
  private static final Set<String> OWNED =
      Set.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready");

  private final View view;

  private NodeStatuses(View view) {
    this.view = view;
  }

  /// Everything that the status is made from.
  ///
  /// @param pressure what the node is short of
  /// @param runtime empty while it does not answer
  record View(
      NodeSettings settings,
      Machine machine,
      Set<Signal> pressure,
      Optional<RuntimeInfo> runtime,
      List<ImageRecord> images,
      NodeStatus before,
      Instant now) {}

  static NodeStatus of(View view) {
    return new NodeStatuses(view).status();
  }

  private NodeStatus status() {
    var foreign =
        view.before().getConditionsList().stream().filter(c -> !OWNED.contains(c.getType()));
    return view.before().toBuilder()
        .clearCapacity()
        .putAllCapacity(Capacity.total(view.machine(), view.settings()))
        .clearAllocatable()
        .putAllAllocatable(Capacity.allocatable(view.machine(), view.settings()))
        .clearConditions()
        .addAllConditions(Stream.concat(conditions(), foreign).toList())
        .clearAddresses()
        .addAllAddresses(addresses())
        .setDaemonEndpoints(
            NodeDaemonEndpoints.newBuilder()
                .setKubeletEndpoint(DaemonEndpoint.newBuilder().setPort(view.settings().port())))
        .setNodeInfo(info())
        .clearImages()
        .addAllImages(images())
        .build();
  }

  private Stream<NodeCondition> conditions() {
    return Stream.of(
        pressure(
            "MemoryPressure",
            view.pressure().contains(Signal.MEMORY),
            new Words("KubeletHasInsufficientMemory", "kubelet has insufficient memory available"),
            new Words("KubeletHasSufficientMemory", "kubelet has sufficient memory available")),
        pressure(
            "DiskPressure",
            view.pressure().contains(Signal.DISK),
            new Words("KubeletHasDiskPressure", "kubelet has disk pressure"),
            new Words("KubeletHasNoDiskPressure", "kubelet has no disk pressure")),
        pressure(
            "PIDPressure",
            view.pressure().contains(Signal.PROCESSES),
            new Words("KubeletHasInsufficientPID", "kubelet has insufficient PID available"),
            new Words("KubeletHasSufficientPID", "kubelet has sufficient PID available")),
        view.runtime().isPresent()
            ? condition("Ready", true, "KubeletReady", "kubelet is posting ready status")
            : condition("Ready", false, "KubeletNotReady", "container runtime is down"));
  }

  private record Words(String reason, String message) {}

  private NodeCondition pressure(String type, boolean holds, Words yes, Words no) {
    var words = holds ? yes : no;
    return condition(type, holds, words.reason(), words.message());
  }

  private NodeCondition condition(String type, boolean holds, String reason, String message) {
    var status = holds ? "True" : "False";
    var now = Times.of(view.now());
    var since =
        view.before().getConditionsList().stream()
            .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
            .findFirst()
            .map(NodeCondition::getLastTransitionTime)
            .orElse(now);
    return NodeCondition.newBuilder()
        .setType(type)
        .setStatus(status)
        .setLastHeartbeatTime(now)
        .setLastTransitionTime(since)
        .setReason(reason)
        .setMessage(message)
        .build();
  }

  /// Where a cloud knows the addresses, its word counts, and until then only what the operator
  /// said.
  private List<NodeAddress> addresses() {
    var cloud = view.settings().cloud();
    if (cloud.isPresent() && view.before().getAddressesCount() > 0) {
      return view.before().getAddressesList();
    }
    if (cloud.filter(c -> c.providedAddress().isEmpty()).isPresent()) {
      return List.of(address("Hostname", view.settings().hostname()));
    }
    return Stream.concat(
            view.settings().addresses().stream().map(ip -> address("InternalIP", ip)),
            Stream.of(address("Hostname", view.settings().hostname())))
        .toList();
  }

  private static NodeAddress address(String type, String address) {
    return NodeAddress.newBuilder().setType(type).setAddress(address).build();
  }

  private NodeSystemInfo info() {
    var machine = view.machine();
    return NodeSystemInfo.newBuilder()
        .setMachineID(machine.machineId())
        .setSystemUUID(machine.systemUuid())
        .setBootID(machine.bootId())
        .setKernelVersion(machine.kernel())
        .setOsImage(machine.osImage())
        .setContainerRuntimeVersion(
            view.runtime()
                .map(r -> r.name() + "://" + r.version())
                .orElse(view.before().getNodeInfo().getContainerRuntimeVersion()))
        .setKubeletVersion(VERSION)
        .setOperatingSystem("linux")
        .setArchitecture(machine.architecture())
        .build();
  }

  /// The largest ones.
  private List<ContainerImage> images() {
    return view.images().stream()
        .filter(image -> !image.tags().isEmpty() || !image.digests().isEmpty())
        .sorted(
            Comparator.comparingLong(ImageRecord::sizeBytes)
                .reversed()
                .thenComparing(ImageRecord::id))
        .limit(MOST_IMAGES)
        .map(image ->
            ContainerImage.newBuilder()
                .addAllNames(image.digests())
                .addAllNames(image.tags())
                .setSizeBytes(image.sizeBytes())
                .build())
        .toList();
  }

  /// Whether two statuses differ in more than the times of their heartbeats.
  static boolean differ(NodeStatus a, NodeStatus b) {
    return !withoutHeartbeats(a).equals(withoutHeartbeats(b));
  }

  private static NodeStatus withoutHeartbeats(NodeStatus status) {
    return status.toBuilder()
        .clearConditions()
        .addAllConditions(
            status.getConditionsList().stream()
                .map(c -> c.toBuilder().clearLastHeartbeatTime().build())
                .toList())
        .build();
  }
}
