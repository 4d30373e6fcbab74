package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.apimachinery.selector.Operator;
import dev.coxswain.apimachinery.selector.Requirement;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Which pods a term of (anti-)affinity means, and how far "together" reaches.
///
/// @param namespaces where they live, sorted
/// @param namespaceSelector where they may live as well
/// @param topologyKey the label of nodes whose equal values make nodes one place
public record PodTerm(
    List<String> namespaces,
    Optional<Selector> namespaceSelector,
    Selector selector,
    String topologyKey) {

  public PodTerm {
    namespaces = List.copyOf(new TreeSet<>(namespaces));
  }

  /// The term as the pod means it: in its own namespace unless it names others, and with the values
  /// that the pod itself has for `matchLabelKeys` and `mismatchLabelKeys`.
  static PodTerm of(Pod owner, PodAffinityTerm term) {
    boolean here = term.getNamespacesCount() == 0 && !term.hasNamespaceSelector();
    return new PodTerm(
        here ? List.of(owner.getMetadata().getNamespace()) : term.getNamespacesList(),
        term.hasNamespaceSelector()
            ? Optional.of(Selector.of(term.getNamespaceSelector()))
            : Optional.empty(),
        selector(owner.getMetadata().getLabelsMap(), term),
        term.getTopologyKey());
  }

  /// Whether it means this pod.
  ///
  /// @param namespaceLabels the labels of the pod's namespace
  public boolean matches(PodView pod, Map<String, String> namespaceLabels) {
    return selector.matches(pod.labels())
        && (namespaces.contains(pod.key().namespace())
            || (namespaceSelector.isPresent() && namespaceSelector.get().matches(namespaceLabels)));
  }

  private static Selector selector(Map<String, String> own, PodAffinityTerm term) {
    if (!term.hasLabelSelector()) {
      return Selector.nothing();
    }
    var selector = Selector.of(term.getLabelSelector());
    return with(
        with(selector, own, term.getMatchLabelKeysList(), Operator.IN),
        own,
        term.getMismatchLabelKeysList(),
        Operator.NOT_IN);
  }

  /// The selector with a requirement more for each of the keys for which there is a value.
  public static Selector with(
      Selector selector, Map<String, String> own, List<String> keys, Operator operator) {
    var more = new ArrayList<>(selector.requirements());
    for (var key : keys) {
      if (own.containsKey(key)) {
        var requirement = new Requirement(key, operator, List.of(own.get(key)));
        if (!more.contains(requirement)) {
          more.add(requirement);
        }
      }
    }
    return more.size() == selector.requirements().size() ? selector : Selector.of(more);
  }
}
