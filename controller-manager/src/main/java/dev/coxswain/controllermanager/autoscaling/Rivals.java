package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.List;
import java.util.Map;

/// Finds autoscalers that get in each other's way. Pure.
final class Rivals {
  private Rivals() {}

  /// Those that select one of the pods, by name and as upstream prints them.
  ///
  /// @param selectors of the autoscalers, as far as they are known
  static List<String> of(String namespace, Map<ObjectKey, Selector> selectors, List<Pod> pods) {
    return selectors.entrySet().stream()
        .filter(e -> e.getKey().namespace().equals(namespace))
        .filter(
            e -> pods.stream().anyMatch(p -> e.getValue().matches(p.getMetadata().getLabelsMap())))
        .map(e -> "{%s %s}".formatted(e.getKey().name(), namespace))
        .sorted()
        .toList();
  }
}
