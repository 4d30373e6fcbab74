package dev.coxswain.apimachinery.selector;

import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.LabelSelectorRequirement;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A selector as upstream's messages print it. Pure.
public final class SelectorText {
  private SelectorText() {}

  public static String of(LabelSelector selector) {
    var labels =
        new TreeMap<>(selector.getMatchLabelsMap())
            .entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue() + ",")
                .collect(Collectors.joining());
    var expressions =
        selector.getMatchExpressionsList().stream()
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
