package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// How findings name the guilty.
final class Wording {
  private Wording() {}

  /// `reason (containers "a", "b" rule)`, if the rule is broken by any.
  static Optional<Finding> containers(
      PodView pod, Predicate<Container> bad, String reason, String rule) {
    var names = names(pod, bad);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(reason, containers(names) + " " + rule));
  }

  /// `pod and containers "a", "b"`; empty if it is nobody.
  static String setters(boolean byPod, List<String> containers) {
    var setters = new ArrayList<String>();
    if (byPod) {
      setters.add("pod");
    }
    if (!containers.isEmpty()) {
      setters.add(containers(containers));
    }
    return String.join(" and ", setters);
  }

  /// `containers "a", "b"`.
  static String containers(List<String> names) {
    return plural("container", names) + " " + quoted(names);
  }

  static List<String> names(PodView pod, Predicate<Container> bad) {
    return pod.containers().stream().filter(bad).map(Container::getName).toList();
  }

  static String plural(String word, Collection<?> counted) {
    return counted.size() == 1 ? word : word + "s";
  }

  static String quoted(Collection<String> names) {
    return names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
  }
}
