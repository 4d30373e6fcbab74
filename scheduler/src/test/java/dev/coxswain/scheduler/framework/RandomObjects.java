package dev.coxswain.scheduler.framework;

import static dev.coxswain.scheduler.Nodes.with;

import dev.coxswain.api.core.v1.Affinity;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import java.util.List;
import java.util.random.RandomGenerator;

/// Nodes and pods of few labels and many rules.
record RandomObjects(RandomGenerator random) {
  private static final String HOSTNAME = "kubernetes.io/hostname";
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String RACK = "rack";

  Node node(String name) {
    var node = Nodes.node(name, with("4", "8Gi", 1 + random.nextInt(5))).toBuilder();
    if (chance(90)) {
      node.getMetadataBuilder().putLabels(ZONE, "z" + random.nextInt(3));
    }
    if (chance(60)) {
      node.getMetadataBuilder().putLabels(RACK, Integer.toString(random.nextInt(4)));
    }
    if (chance(15)) {
      node.getSpecBuilder()
          .addTaints(Taint.newBuilder().setKey("only").setValue(word()).setEffect("NoSchedule"));
    }
    node.getSpecBuilder().setUnschedulable(chance(10));
    return node.build();
  }

  Pod pod(String name) {
    var pod = Pods.pod(name).toBuilder();
    pod.getMetadataBuilder().putLabels("app", word());
    var spec = pod.getSpecBuilder();
    var affinity = Affinity.newBuilder();
    if (chance(25)) {
      affinity
          .getPodAntiAffinityBuilder()
          .addRequiredDuringSchedulingIgnoredDuringExecution(podTerm());
    }
    for (int i = 0; i < 2 && chance(20); i++) {
      affinity.getPodAffinityBuilder().addRequiredDuringSchedulingIgnoredDuringExecution(podTerm());
    }
    if (chance(25)) {
      var required =
          affinity
              .getNodeAffinityBuilder()
              .getRequiredDuringSchedulingIgnoredDuringExecutionBuilder();
      for (int i = 0; i == 0 || chance(30); i++) {
        required.addNodeSelectorTerms(nodeTerm());
      }
    }
    for (int i = 0; i < 2 && chance(35); i++) {
      spec.addTopologySpreadConstraints(constraint(i == 0 ? ZONE : HOSTNAME));
    }
    if (chance(15)) {
      spec.putNodeSelector(RACK, Integer.toString(random.nextInt(4)));
    }
    if (chance(30)) {
      spec.addTolerations(
          Toleration.newBuilder().setKey("only").setOperator("Equal").setValue(word()));
    }
    spec.setAffinity(affinity);
    return pod.build();
  }

  private TopologySpreadConstraint constraint(String key) {
    var constraint =
        TopologySpreadConstraint.newBuilder()
            .setMaxSkew(1 + random.nextInt(2))
            .setTopologyKey(key)
            .setWhenUnsatisfiable("DoNotSchedule")
            .setLabelSelector(selector());
    if (chance(20)) {
      constraint.setMinDomains(3);
    }
    return constraint.build();
  }

  private PodAffinityTerm podTerm() {
    return PodAffinityTerm.newBuilder()
        .setLabelSelector(selector())
        .setTopologyKey(List.of(HOSTNAME, ZONE, RACK).get(random.nextInt(3)))
        .build();
  }

  private NodeSelectorTerm nodeTerm() {
    var term = NodeSelectorTerm.newBuilder();
    for (int i = 0; i == 0 || chance(30); i++) {
      var operator = List.of("In", "NotIn", "Exists", "DoesNotExist", "Gt").get(random.nextInt(5));
      var requirement = NodeSelectorRequirement.newBuilder().setKey(RACK).setOperator(operator);
      if (operator.endsWith("In") || operator.equals("Gt")) {
        requirement.addValues(Integer.toString(random.nextInt(4)));
      }
      term.addMatchExpressions(requirement);
    }
    return term.build();
  }

  private LabelSelector selector() {
    return LabelSelector.newBuilder().putMatchLabels("app", word()).build();
  }

  private String word() {
    return chance(50) ? "a" : "b";
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }
}
