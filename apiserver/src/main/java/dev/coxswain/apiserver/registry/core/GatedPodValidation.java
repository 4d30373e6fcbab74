package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.TreeMap;

/// What may change of a pod that waits for its gates: it may be given fewer nodes to choose from.
final class GatedPodValidation {
  private GatedPodValidation() {}

  static void check(PodSpec now, PodSpec before, Problems problems) {
    boolean kept =
        now.getNodeSelectorMap().entrySet().containsAll(before.getNodeSelectorMap().entrySet());
    if (!kept) {
      problems.invalid(
          Problems.SPEC.child("nodeSelector"),
          new TreeMap<>(now.getNodeSelectorMap()),
          "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
    }
    checkTerms(terms(now), terms(before), problems);
  }

  private static List<NodeSelectorTerm> terms(PodSpec spec) {
    return spec.getAffinity()
        .getNodeAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTermsList();
  }

  /// Nodes that fit any of the terms will do, so there may not be more terms, but longer ones.
  private static void checkTerms(
      List<NodeSelectorTerm> now, List<NodeSelectorTerm> before, Problems problems) {
    var path =
        Problems.SPEC.child(
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms");
    if (!before.isEmpty() && before.size() != now.size()) {
      problems.invalid(
          path,
          now.stream().map(term -> GoStruct.of(term).tree()).toList(),
          "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      if (!onlyAdds(now.get(i), before.get(i))) {
        problems.invalid(
            path.index(i),
            GoStruct.of(now.get(i)).tree(),
            "only additions are allowed (no mutations or deletions)");
      }
    }
  }

  /// An empty term fits no node, and must stay so.
  private static boolean onlyAdds(NodeSelectorTerm now, NodeSelectorTerm before) {
    if (before.equals(NodeSelectorTerm.getDefaultInstance())) {
      return now.equals(before);
    }
    return startsWith(now.getMatchExpressionsList(), before.getMatchExpressionsList())
        && startsWith(now.getMatchFieldsList(), before.getMatchFieldsList());
  }

  private static boolean startsWith(List<?> list, List<?> beginning) {
    return list.size() >= beginning.size() && list.subList(0, beginning.size()).equals(beginning);
  }
}
