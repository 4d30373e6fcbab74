package dev.coxswain.scheduler.plugins.affinity;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAffinity;
import dev.coxswain.api.core.v1.NodeSelector;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What is required of a node.
///
/// @param terms of which one must hold; absent when anything will do
public record RequiredNodes(Selector selector, Optional<List<NodeTerm>> terms) {
  /// Any node.
  public static final RequiredNodes ANY =
      new RequiredNodes(Selector.everything(), Optional.empty());

  /// What the pod requires with `nodeSelector` and node affinity.
  public static RequiredNodes of(PodView pod) {
    var spec = pod.pod().getSpec();
    if (spec.getNodeSelectorCount() == 0 && !spec.getAffinity().hasNodeAffinity()) {
      return ANY;
    }
    return new RequiredNodes(
        Selector.ofMap(spec.getNodeSelectorMap()), terms(spec.getAffinity().getNodeAffinity()));
  }

  static RequiredNodes of(NodeAffinity affinity) {
    return new RequiredNodes(Selector.everything(), terms(affinity));
  }

  /// One of the terms of the selector.
  public static RequiredNodes of(NodeSelector selector) {
    return new RequiredNodes(Selector.everything(), Optional.of(terms(selector)));
  }

  public boolean isNothing() {
    return selector.isEmpty() && terms.isEmpty();
  }

  public boolean matches(Node node) {
    if (!selector.matches(node.getMetadata().getLabelsMap())) {
      return false;
    }
    if (terms.isEmpty()) {
      return true;
    }
    for (var term : terms.get()) {
      if (term.matches(node)) {
        return true;
      }
    }
    return false;
  }

  /// Adds nodes that can't match by their labels.
  ///
  /// @param count how many nodes there are
  /// @return whether these are all that don't match
  boolean exclude(Snapshot snapshot, int count, BitSet excluded) {
    boolean all = true;
    for (var requirement : selector.requirements()) {
      var allowed = LabelledNodes.of(requirement, snapshot, count);
      allowed.ifPresent(nodes -> addOthers(nodes, count, excluded));
      all &= allowed.isPresent();
    }
    if (terms.isEmpty()) {
      return all;
    }
    var allowed = new BitSet(count);
    for (var term : terms.get()) {
      allowed.or(term.labelled(snapshot, count));
      all &= term.goesByLabelledNodes();
    }
    addOthers(allowed, count, excluded);
    return all;
  }

  private static void addOthers(BitSet allowed, int count, BitSet excluded) {
    var others = (BitSet) allowed.clone();
    others.flip(0, count);
    excluded.or(others);
  }

  /// The only nodes that can match; absent if a term names none.
  Optional<Set<String>> names() {
    if (terms.isEmpty()) {
      return Optional.empty();
    }
    var names = new TreeSet<String>();
    for (var term : terms.get()) {
      var some = term.names();
      if (some.isEmpty()) {
        return Optional.empty();
      }
      names.addAll(some.get());
    }
    return Optional.of(names);
  }

  private static Optional<List<NodeTerm>> terms(NodeAffinity affinity) {
    return affinity.hasRequiredDuringSchedulingIgnoredDuringExecution()
        ? Optional.of(terms(affinity.getRequiredDuringSchedulingIgnoredDuringExecution()))
        : Optional.empty();
  }

  private static List<NodeTerm> terms(NodeSelector selector) {
    return selector.getNodeSelectorTermsList().stream().map(NodeTerm::of).toList();
  }
}
