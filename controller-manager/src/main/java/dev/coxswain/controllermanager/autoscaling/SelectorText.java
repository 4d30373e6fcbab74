package dev.coxswain.controllermanager.autoscaling;

import dev.coxswain.api.autoscaling.v2.MetricIdentifier;
import dev.coxswain.api.meta.v1.LabelSelectorRequirement;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A metric's selector as upstream's messages print it. Pure.
final class SelectorText {
  private SelectorText() {}

  static String of(MetricIdentifier metric) {
    if (!metric.hasSelector()) {
      return "nil";
    }
    var labels =
        new TreeMap<>(metric.getSelector().getMatchLabelsMap())
            .entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue() + ",")
                .collect(Collectors.joining());
    var expressions =
        metric.getSelector().getMatchExpressionsList().stream()
            .map(SelectorText::of)
            .collect(Collectors.joining());
    return "&LabelSelector{MatchLabels:map[string]string{%s},MatchExpressions:".formatted(labels)
        + "[]LabelSelectorRequirement{%s},}".formatted(expressions);
  }

  private static String of(LabelSelectorRequirement requirement) {
    return "LabelSelectorRequirement{Key:%s,Operator:%s,Values:[%s],},"
        .formatted(
            requirement.getKey(),
            requirement.getOperator(),
            String.join(" ", requirement.getValuesList()));
  }
}
