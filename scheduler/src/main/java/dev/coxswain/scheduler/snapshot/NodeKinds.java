package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Taint;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/// The nodes that are alike in what keeps pods off, together: a rule need ask each kind only once.
public final class NodeKinds {
  /// What is said of pods in general.
  ///
  /// @param cordoned whether nothing new is to run there
  public record Kind(boolean cordoned, List<Taint> taints) {}

  private final NodeOrder order;
  private Map<Kind, BitSet> nodes = Map.of();
  private long version = -1;

  NodeKinds(NodeOrder order) {
    this.order = order;
  }

  /// Passes on each kind and its nodes, by their positions, which are not to be changed.
  public void forEach(BiConsumer<Kind, BitSet> consumer) {
    refresh();
    nodes.forEach(consumer);
  }

  private void refresh() {
    var all = order.nodes();
    if (version == order.version()) {
      return;
    }
    version = order.version();
    nodes = new HashMap<>();
    for (int position = 0; position < all.size(); position++) {
      var node = all.get(position);
      var kind = new Kind(node.isCordoned(), node.taints());
      nodes.computeIfAbsent(kind, _ -> new BitSet()).set(position);
    }
  }
}
