package dev.coxswain.kubelet.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.cluster.NodeApi;
import dev.coxswain.kubelet.eviction.Signal;
import dev.coxswain.kubelet.node.NodeSettings.ExternalCloud;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.runtime.RuntimeInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Registers the node and keeps its status current: written when it changed, and every 5 min
/// anyway.
public final class NodeKeeper {
  private static final Logger log = LoggerFactory.getLogger(NodeKeeper.class);
  private static final Duration WRITE_ANYWAY = Duration.ofMinutes(5);
  private static final String ATTACH_ANNOTATION =
      "volumes.kubernetes.io/controller-managed-attach-detach";
  private static final String PROVIDED_ADDRESS = "alpha.kubernetes.io/provided-node-ip";

  // Until the cloud has looked at the node.
  private static final Taint UNINITIALIZED =
      Taint.newBuilder()
          .setKey("node.cloudprovider.kubernetes.io/uninitialized")
          .setValue("true")
          .setEffect("NoSchedule")
          .build();

  private final NodeApi api;
  private final ContainerRuntime runtime;
  private final Events events;
  private final NodeSettings settings;
  private final Machine machine;
  private final Supplier<Set<Signal>> pressure;
  private final InstantSource clock;
  private Instant written = Instant.EPOCH;
  private boolean wasReady;

  /// @param pressure what the node is short of
  public NodeKeeper(
      NodeApi api,
      ContainerRuntime runtime,
      Events events,
      NodeSettings settings,
      Machine machine,
      Supplier<Set<Signal>> pressure,
      InstantSource clock) {
    this.api = api;
    this.runtime = runtime;
    this.events = events;
    this.settings = settings;
    this.machine = machine;
    this.pressure = pressure;
    this.clock = clock;
  }

  /// Registers the node if it isn't, and writes its status if that says something new.
  public void sync() {
    var node = registered();
    if (node.isEmpty()) {
      return;
    }
    var before = node.get().getStatus();
    var status = status(before);
    var now = clock.instant();
    if (NodeStatuses.differ(before, status)
        || Duration.between(written, now).compareTo(WRITE_ANYWAY) >= 0) {
      api.updateNodeStatus(node.get().toBuilder().setStatus(status).build());
      written = now;
    }
    tellReadiness(node.get(), status);
  }

  /// The pod CIDR that the control plane gave the node.
  public Optional<String> podCidr() {
    return api.fetchNode(settings.name())
        .map(node -> node.getSpec().getPodCIDR())
        .filter(cidr -> !cidr.isEmpty());
  }

  private Optional<Node> registered() {
    var found = api.fetchNode(settings.name());
    if (found.isPresent()) {
      return Optional.of(withOwnMetadata(found.get()));
    }
    if (!settings.register()) {
      return Optional.empty();
    }
    try {
      var node = api.createNode(fresh());
      log.atInfo().addKeyValue("node", settings.name()).log("registered the node");
      events.normal(node, "", "Starting", "Starting kubelet.");
      return Optional.of(node);
    } catch (ApiException.AlreadyExists e) {
      return api.fetchNode(settings.name());
    }
  }

  private Node withOwnMetadata(Node node) {
    var metadata = node.getMetadata().toBuilder().putAllLabels(labels());
    settings
        .cloud()
        .ifPresent(cloud ->
            cloud
                .providedAddress()
                .ifPresentOrElse(
                    address -> metadata.putAnnotations(PROVIDED_ADDRESS, address),
                    () -> metadata.removeAnnotations(PROVIDED_ADDRESS)));
    var wanted = node.toBuilder().setMetadata(metadata).build();
    return wanted.equals(node) ? node : api.updateNode(wanted);
  }

  private Node fresh() {
    var spec = NodeSpec.newBuilder().addAllTaints(settings.taints());
    settings.cloud().ifPresent(_ -> spec.addTaints(UNINITIALIZED));
    settings.providerId().ifPresent(spec::setProviderID);
    var metadata =
        ObjectMeta.newBuilder()
            .setName(settings.name())
            .putAllLabels(labels())
            .putAnnotations(ATTACH_ANNOTATION, "true");
    settings
        .cloud()
        .flatMap(ExternalCloud::providedAddress)
        .ifPresent(address -> metadata.putAnnotations(PROVIDED_ADDRESS, address));
    return Node.newBuilder()
        .setMetadata(metadata)
        .setSpec(spec)
        .setStatus(status(NodeStatus.getDefaultInstance()))
        .build();
  }

  private Map<String, String> labels() {
    var labels = new TreeMap<>(settings.labels());
    labels.put("beta.kubernetes.io/arch", machine.architecture());
    labels.put("beta.kubernetes.io/os", "linux");
    labels.put("kubernetes.io/arch", machine.architecture());
    labels.put("kubernetes.io/hostname", settings.hostname());
    labels.put("kubernetes.io/os", "linux");
    return labels;
  }

  private NodeStatus status(NodeStatus before) {
    Optional<RuntimeInfo> info;
    List<ImageRecord> images;
    try {
      info = Optional.of(runtime.info());
      images = runtime.images();
    } catch (RuntimeFailure e) {
      info = Optional.empty();
      images = List.of();
    }
    return NodeStatuses.of(
        new NodeStatuses.View(
            settings, machine, pressure.get(), info, images, before, clock.instant()));
  }

  private void tellReadiness(Node node, NodeStatus status) {
    boolean ready =
        status.getConditionsList().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    if (ready != wasReady) {
      var reason = ready ? "NodeReady" : "NodeNotReady";
      events.normal(node, "", reason, "Node " + settings.name() + " status is now: " + reason);
      wasReady = ready;
    }
  }
}
