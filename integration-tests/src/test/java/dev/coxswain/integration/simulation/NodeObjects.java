package dev.coxswain.integration.simulation;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.coordination.v1.LeaseSpec;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a kubelet writes about its node. Pure.
final class NodeObjects {
  static final int CPU_MILLIS = 1000;
  private static final String LEASES = "kube-node-lease";
  private static final int LEASE_SECONDS = 40;
  private static final Duration REPORT_ANYWAY = Duration.ofMinutes(5);

  private final String name;
  private final int number;
  private final Map<String, Integer> addresses = new TreeMap<>();

  NodeObjects(String name, int number) {
    this.name = name;
    this.number = number;
  }

  Node registration(Instant now) {
    var status =
        NodeStatus.newBuilder()
            .putCapacity("cpu", Amount.ofMilli(CPU_MILLIS).toProto())
            .putCapacity("memory", Amount.parse("4Gi").toProto())
            .putCapacity("pods", Amount.ofUnits(20).toProto())
            .putAllocatable("cpu", Amount.ofMilli(CPU_MILLIS).toProto())
            .putAllocatable("memory", Amount.parse("4Gi").toProto())
            .putAllocatable("pods", Amount.ofUnits(20).toProto())
            .addAddresses(
                NodeAddress.newBuilder().setType("InternalIP").setAddress("192.168.0." + number))
            .addConditions(ready(now, now));
    return Node.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder().setName(name).putLabels("kubernetes.io/hostname", name))
        .setStatus(status)
        .build();
  }

  boolean needsUpdate(Node node, Instant now) {
    return node.getStatus().getConditionsList().stream()
        .filter(c -> c.getType().equals("Ready"))
        .noneMatch(c ->
            c.getStatus().equals("True")
                && Times.toInstant(c.getLastHeartbeatTime()).plus(REPORT_ANYWAY).isAfter(now));
  }

  Node wellAgain(Node node, Instant now) {
    var since =
        node.getStatus().getConditionsList().stream()
            .filter(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))
            .map(c -> Times.toInstant(c.getLastTransitionTime()))
            .findFirst()
            .orElse(now);
    return node.toBuilder()
        .setStatus(
            node.getStatus().toBuilder()
                .clearConditions()
                .addAllConditions(List.of(ready(since, now))))
        .build();
  }

  private static NodeCondition ready(Instant since, Instant now) {
    return NodeCondition.newBuilder()
        .setType("Ready")
        .setStatus("True")
        .setReason("KubeletReady")
        .setMessage("kubelet is posting ready status")
        .setLastHeartbeatTime(Times.of(now))
        .setLastTransitionTime(Times.of(since))
        .build();
  }

  static ObjectKey lease(String node) {
    return new ObjectKey(LEASES, node);
  }

  Lease firstLease(Instant now) {
    return Lease.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace(LEASES).setName(name))
        .setSpec(
            LeaseSpec.newBuilder()
                .setHolderIdentity(name)
                .setLeaseDurationSeconds(LEASE_SECONDS)
                .setRenewTime(Times.micro(now)))
        .build();
  }

  Lease renewed(Lease lease, Instant now) {
    return lease.toBuilder()
        .setSpec(lease.getSpec().toBuilder().setRenewTime(Times.micro(now)))
        .build();
  }

  /// Each pod has an address of its own.
  String podIp(Pod pod) {
    int next = addresses.size() + 2;
    int last = addresses.computeIfAbsent(pod.getMetadata().getUid(), _ -> next);
    return "10.%d.%d.%d".formatted(100 + number, last / 250, last % 250);
  }
}
