package dev.coxswain.scheduler.snapshot;

import dev.coxswain.apimachinery.selector.Selector;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Finds the pods that a selector may mean without asking about each, by one label whose value it
/// names. Of labels that no selector went by nothing is kept.
final class PodsByLabel {
  /// A pod and the name of its node.
  private record Placed(PodView pod, String node) {
    // The very pod as it was seen: equal ones would do as well, but take long to compare.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(Object other) {
      return other instanceof Placed placed && pod == placed.pod && node.equals(placed.node);
    }

    @Override
    public int hashCode() {
      return node.hashCode();
    }
  }

  // By label, value and uid.
  private final Map<String, Map<String, Map<String, Placed>>> byLabel = new HashMap<>();

  void add(NodeView node, PodView pod) {
    byLabel.forEach((label, values) -> add(label, values, node, pod));
  }

  /// The pod left the node; it may have been seen on another one since.
  void remove(NodeView node, PodView pod) {
    var placed = new Placed(pod, node.name());
    byLabel.forEach((label, values) -> {
      var value = pod.labels().get(label);
      var pods = value == null ? null : values.get(value);
      if (pods != null && pods.remove(pod.uid(), placed) && pods.isEmpty()) {
        values.remove(value);
      }
    });
  }

  /// Passes on pods among which are all that the selector means, and their nodes' names.
  ///
  /// @param nodes all there are, in case that nobody asked for the label before
  /// @return false if the selector names no value; then nothing was passed on
  boolean forEachCandidate(
      Selector selector, Iterable<NodeView> nodes, BiConsumer<PodView, String> consumer) {
    var anchor = SelectorIndex.anchor(selector);
    anchor.ifPresent(requirement -> {
      var values = byLabel.computeIfAbsent(requirement.key(), label -> indexed(label, nodes));
      Consumer<Placed> pass = placed -> consumer.accept(placed.pod(), placed.node());
      requirement.values().stream()
          .distinct()
          .forEach(value -> values.getOrDefault(value, Map.of()).values().forEach(pass));
    });
    return anchor.isPresent();
  }

  private static Map<String, Map<String, Placed>> indexed(String label, Iterable<NodeView> nodes) {
    var values = new HashMap<String, Map<String, Placed>>();
    for (var node : nodes) {
      node.pods().forEach(pod -> add(label, values, node, pod));
    }
    return values;
  }

  private static void add(
      String label, Map<String, Map<String, Placed>> values, NodeView node, PodView pod) {
    var value = pod.labels().get(label);
    if (value != null) {
      values
          .computeIfAbsent(value, _ -> new LinkedHashMap<>())
          .put(pod.uid(), new Placed(pod, node.name()));
    }
  }
}
