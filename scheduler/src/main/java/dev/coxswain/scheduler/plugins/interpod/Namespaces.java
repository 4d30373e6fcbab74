package dev.coxswain.scheduler.plugins.interpod;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import dev.coxswain.scheduler.snapshot.PodCounts.Group;
import dev.coxswain.scheduler.snapshot.PodTerm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What terms want to know of namespaces.
record Namespaces(Lister<Namespace> lister) {
  Map<String, String> labels(String name) {
    return lister
        .get(ObjectKey.clusterScoped(name))
        .map(namespace -> namespace.getMetadata().getLabelsMap())
        .orElse(Map.of());
  }

  /// The pods that the term means, with its namespaces by name.
  Group group(PodTerm term) {
    if (term.namespaceSelector().isEmpty()) {
      return new Group(Optional.of(term.namespaces()), term.selector());
    }
    var selector = term.namespaceSelector().get();
    if (selector.isEmpty()) {
      return new Group(Optional.empty(), term.selector());
    }
    var names = new TreeSet<>(term.namespaces());
    lister.list("", selector).forEach(namespace -> names.add(namespace.getMetadata().getName()));
    return new Group(Optional.of(List.copyOf(names)), term.selector());
  }
}
