package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.NodeSelector;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.PersistentVolumeSpec;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Messages;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Map;

/// What a volume may say anew about the nodes that reach it: the same, with the names that labels
/// of nodes have today.
final class VolumeAffinityChange {
  private static final Map<String, String> TODAY =
      Map.of(
          "beta.kubernetes.io/arch", "kubernetes.io/arch",
          "beta.kubernetes.io/os", "kubernetes.io/os",
          "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type",
          "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region");

  private VolumeAffinityChange() {}

  static void check(PersistentVolumeSpec now, PersistentVolumeSpec before, Problems problems) {
    var affinity = now.getNodeAffinity();
    boolean renamed =
        affinity.hasRequired()
            && isRenamed(affinity.getRequired(), before.getNodeAffinity().getRequired());
    if (!renamed) {
      problems.invalid(
          FieldPath.of("nodeAffinity"),
          Problems.pointed(now.hasNodeAffinity(), GoStruct.of(affinity).tree()),
          Messages.IMMUTABLE + ", except for updating from beta label to GA");
    }
  }

  private static boolean isRenamed(NodeSelector now, NodeSelector before) {
    if (now.getNodeSelectorTermsCount() != before.getNodeSelectorTermsCount()) {
      return false;
    }
    for (int i = 0; i < now.getNodeSelectorTermsCount(); i++) {
      if (!isRenamed(now.getNodeSelectorTerms(i), before.getNodeSelectorTerms(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRenamed(NodeSelectorTerm now, NodeSelectorTerm before) {
    boolean same =
        now.getMatchExpressionsCount() == before.getMatchExpressionsCount()
            && now.getMatchFieldsList().equals(before.getMatchFieldsList());
    for (int i = 0; same && i < now.getMatchExpressionsCount(); i++) {
      same = isRenamed(now.getMatchExpressions(i), before.getMatchExpressions(i));
    }
    return same;
  }

  private static boolean isRenamed(NodeSelectorRequirement now, NodeSelectorRequirement before) {
    var today = TODAY.getOrDefault(before.getKey(), before.getKey());
    return now.equals(before) || now.equals(before.toBuilder().setKey(today).build());
  }
}
