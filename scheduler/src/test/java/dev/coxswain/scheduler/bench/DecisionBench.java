package dev.coxswain.scheduler.bench;

import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.with;
import static dev.coxswain.scheduler.Pods.asking;

import dev.coxswain.api.core.v1.Affinity;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.Decision.Placed;
import dev.coxswain.scheduler.snapshot.ClusterState;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/// How many decisions a second, in memory, by the clock and by CPU time of the deciding thread:
/// each pod is promised its node before the next one is decided, and 3,000 pods make a round, as in
/// the cluster benchmark.
///
/// `java … DecisionBench [plain|antiaffinity|spread|nodeaffinity] [nodes] [rounds]`
public final class DecisionBench {
  private static final int PODS = 3000;
  private static final int GROUP = 100;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private DecisionBench() {}

  /// Runs the benchmark and prints a line for each round.
  public static void main(String[] args) {
    var variant = args.length > 0 ? args[0] : "plain";
    int nodes = args.length > 1 ? Integer.parseInt(args[1]) : 5000;
    int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
    for (int round = 0; round < rounds; round++) {
      round(variant, nodes);
    }
  }

  private static void round(String variant, int nodes) {
    var cluster = new ClusterState();
    for (int i = 0; i < nodes; i++) {
      cluster.putNode(
          node(
              "node-" + i,
              with("32", "256Gi", 110),
              labelled("topology.kubernetes.io/zone", "zone-" + i % 10),
              labelled("disk", i % 3 == 0 ? "ssd" : "hdd")));
    }
    var profile = Cluster.profile();
    var snapshot = new Snapshot();
    cluster.refresh(snapshot);
    List<PodView> pods = new ArrayList<>();
    for (int i = 0; i < PODS; i++) {
      pods.add(PodView.of(pod(variant, i)));
    }
    int placed = 0;
    long start = System.nanoTime();
    long cpuStart = THREADS.getCurrentThreadCpuTime();
    for (var pod : pods) {
      cluster.refresh(snapshot);
      if (profile.decide(pod, snapshot) instanceof Placed(var node, _)) {
        cluster.assume(pod, node.name());
        placed++;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e9;
    System.out.printf(
        "%s n=%d: %d of %d placed, %.0f pods/s; %.0f pods per second of CPU, %.1f us each%n",
        variant, nodes, placed, PODS, PODS / seconds, PODS / cpuSeconds, cpuSeconds * 1e6 / PODS);
  }

  private static Pod pod(String variant, int i) {
    var app = "g" + i / GROUP;
    var pod = Pods.pod("p-" + i, asking("100m", "128Mi")).toBuilder();
    pod.getMetadataBuilder().putLabels("app", app);
    var selector = LabelSelector.newBuilder().putMatchLabels("app", app);
    switch (variant) {
      case "plain" -> {}
      case "antiaffinity" -> {
        var affinity = Affinity.newBuilder();
        affinity
            .getPodAntiAffinityBuilder()
            .addRequiredDuringSchedulingIgnoredDuringExecution(
                PodAffinityTerm.newBuilder()
                    .setLabelSelector(selector)
                    .setTopologyKey("kubernetes.io/hostname"));
        pod.getSpecBuilder().setAffinity(affinity);
      }
      case "spread" ->
          pod.getSpecBuilder()
              .addTopologySpreadConstraints(
                  TopologySpreadConstraint.newBuilder()
                      .setMaxSkew(1)
                      .setTopologyKey("topology.kubernetes.io/zone")
                      .setWhenUnsatisfiable("DoNotSchedule")
                      .setLabelSelector(selector));
      case "nodeaffinity" -> {
        var affinity = Affinity.newBuilder();
        affinity
            .getNodeAffinityBuilder()
            .getRequiredDuringSchedulingIgnoredDuringExecutionBuilder()
            .addNodeSelectorTerms(
                NodeSelectorTerm.newBuilder()
                    .addMatchExpressions(
                        NodeSelectorRequirement.newBuilder()
                            .setKey("topology.kubernetes.io/zone")
                            .setOperator("In")
                            .addAllValues(List.of("zone-2", "zone-5"))));
        pod.getSpecBuilder().setAffinity(affinity);
      }
      default -> throw new IllegalArgumentException("no variant " + variant);
    }
    return pod.build();
  }
}
