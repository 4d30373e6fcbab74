package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import dev.coxswain.apiserver.admission.podsecurity.Policy.Standard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a stricter standard would say of the pods that a namespace has already.
final class ExistingPods {
  private static final int MOST = 3000;

  private ExistingPods() {}

  /// One line for all, and one for each set of findings with the first pod that has them.
  static List<String> warnings(String namespace, List<Pod> pods, Standard standard) {
    var names = new TreeMap<String, List<String>>();
    for (var pod : pods.subList(0, Math.min(MOST, pods.size()))) {
      var findings =
          Standards.findings(standard, PodView.of(pod.getMetadata(), pod.getSpec())).stream()
              .map(Finding::reason)
              .collect(Collectors.joining(", "));
      if (!findings.isEmpty()) {
        names.computeIfAbsent(findings, _ -> new ArrayList<>()).add(pod.getMetadata().getName());
      }
    }
    var warnings = new ArrayList<String>();
    if (pods.size() > MOST) {
      warnings.add(
          "new PodSecurity enforce level only checked against the first %d of %d existing pods"
              .formatted(MOST, pods.size()));
    }
    if (!names.isEmpty()) {
      warnings.add(
          "existing pods in namespace \"%s\" violate the new PodSecurity enforce level \"%s\""
              .formatted(namespace, standard));
    }
    names.entrySet().stream()
        .sorted(Comparator.comparing(entry -> first(entry.getValue())))
        .forEach(entry -> warnings.add(who(entry.getValue()) + ": " + entry.getKey()));
    return warnings;
  }

  private static String who(List<String> pods) {
    int others = pods.size() - 1;
    return switch (others) {
      case 0 -> first(pods);
      case 1 -> first(pods) + " (and 1 other pod)";
      default -> "%s (and %d other pods)".formatted(first(pods), others);
    };
  }

  private static String first(List<String> pods) {
    return pods.stream().sorted().findFirst().orElseThrow();
  }
}
