package dev.coxswain.scheduler.framework;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.api.meta.v1.LabelSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where a pod may go, told from the objects alone, by looking at everything for every node: slow,
/// and so simple that it is right.
record NaiveRules(List<Node> nodes, List<Pod> placed) {
  boolean allow(Pod pod, Node node) {
    return !node.getSpec().getUnschedulable()
        && tolerates(pod, node)
        && wants(pod, node)
        && placedOn(node).size() < podsAllowed(node)
        && spreads(pod, node)
        && isNearFriends(pod, node)
        && isFarFromFoes(pod, node)
        && isTolerated(pod, node);
  }

  private static long podsAllowed(Node node) {
    return Long.parseLong(node.getStatus().getAllocatableMap().get("pods").getString());
  }

  private List<Pod> placedOn(Node node) {
    return placed.stream()
        .filter(p -> p.getSpec().getNodeName().equals(node.getMetadata().getName()))
        .toList();
  }

  private static boolean tolerates(Pod pod, Node node) {
    return node.getSpec().getTaintsList().stream()
        .allMatch(taint ->
            pod.getSpec().getTolerationsList().stream()
                .anyMatch(t ->
                    t.getKey().equals(taint.getKey()) && t.getValue().equals(taint.getValue())));
  }

  private static boolean wants(Pod pod, Node node) {
    var labels = node.getMetadata().getLabelsMap();
    var required =
        pod.getSpec()
            .getAffinity()
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution();
    return labels.entrySet().containsAll(pod.getSpec().getNodeSelectorMap().entrySet())
        && (required.getNodeSelectorTermsCount() == 0
            || required.getNodeSelectorTermsList().stream().anyMatch(t -> matches(t, labels)));
  }

  private static boolean matches(NodeSelectorTerm term, Map<String, String> labels) {
    return term.getMatchExpressionsCount() > 0
        && term.getMatchExpressionsList().stream().allMatch(r -> matches(r, labels));
  }

  private static boolean matches(NodeSelectorRequirement r, Map<String, String> labels) {
    var value = labels.get(r.getKey());
    return switch (r.getOperator()) {
      case "In" -> value != null && r.getValuesList().contains(value);
      case "NotIn" -> value == null || !r.getValuesList().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" -> value != null && Integer.parseInt(value) > Integer.parseInt(r.getValues(0));
      default -> throw new IllegalArgumentException(r.getOperator());
    };
  }

  private boolean spreads(Pod pod, Node node) {
    var constraints = pod.getSpec().getTopologySpreadConstraintsList();
    var eligible =
        nodes.stream()
            .filter(n -> wants(pod, n))
            .filter(n -> constraints.stream().allMatch(c -> place(n, c.getTopologyKey()) != null))
            .toList();
    return constraints.stream().allMatch(c -> spreads(pod, node, c, eligible));
  }

  private boolean spreads(
      Pod pod, Node node, TopologySpreadConstraint constraint, List<Node> eligible) {
    var here = place(node, constraint.getTopologyKey());
    if (here == null) {
      return false;
    }
    var counts = new HashMap<String, Integer>();
    for (var other : eligible) {
      int matching =
          (int)
              placedOn(other).stream()
                  .filter(p -> !p.getMetadata().hasDeletionTimestamp())
                  .filter(p -> matches(constraint.getLabelSelector(), p))
                  .count();
      counts.merge(place(other, constraint.getTopologyKey()), matching, Integer::sum);
    }
    int domains = constraint.hasMinDomains() ? constraint.getMinDomains() : 1;
    int fewest =
        counts.size() < domains
            ? 0
            : counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
    int self = matches(constraint.getLabelSelector(), pod) ? 1 : 0;
    return counts.getOrDefault(here, 0) + self - fewest <= constraint.getMaxSkew();
  }

  private boolean isNearFriends(Pod pod, Node node) {
    var terms =
        pod.getSpec()
            .getAffinity()
            .getPodAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecutionList();
    if (terms.stream().anyMatch(t -> place(node, t.getTopologyKey()) == null)) {
      return false;
    }
    var friends = placed.stream().filter(p -> matchesAll(terms, p)).toList();
    boolean near =
        terms.stream()
            .allMatch(t -> friends.stream().anyMatch(f -> share(node, f, t.getTopologyKey())));
    boolean first =
        terms.stream()
            .noneMatch(
                t -> friends.stream().anyMatch(f -> place(nodeOf(f), t.getTopologyKey()) != null));
    return near || (first && matchesAll(terms, pod));
  }

  private boolean isFarFromFoes(Pod pod, Node node) {
    return apart(pod).stream()
        .allMatch(t ->
            placed.stream()
                .filter(p -> matches(t.getLabelSelector(), p))
                .noneMatch(p -> share(node, p, t.getTopologyKey())));
  }

  private boolean isTolerated(Pod pod, Node node) {
    return placed.stream()
        .allMatch(p ->
            apart(p).stream()
                .filter(t -> matches(t.getLabelSelector(), pod))
                .noneMatch(t -> share(node, p, t.getTopologyKey())));
  }

  private static List<PodAffinityTerm> apart(Pod pod) {
    return pod.getSpec()
        .getAffinity()
        .getPodAntiAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecutionList();
  }

  private boolean share(Node node, Pod other, String key) {
    var place = place(node, key);
    return place != null && place.equals(place(nodeOf(other), key));
  }

  private Node nodeOf(Pod pod) {
    return nodes.stream()
        .filter(n -> n.getMetadata().getName().equals(pod.getSpec().getNodeName()))
        .findFirst()
        .orElse(Node.getDefaultInstance());
  }

  private static boolean matchesAll(List<PodAffinityTerm> terms, Pod pod) {
    return terms.stream().allMatch(t -> matches(t.getLabelSelector(), pod));
  }

  private static boolean matches(LabelSelector selector, Pod pod) {
    return pod.getMetadata()
        .getLabelsMap()
        .entrySet()
        .containsAll(selector.getMatchLabelsMap().entrySet());
  }

  private static String place(Node node, String key) {
    return node.getMetadata().getLabelsMap().get(key);
  }
}
