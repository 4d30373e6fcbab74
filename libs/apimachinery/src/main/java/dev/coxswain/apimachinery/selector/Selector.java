package dev.coxswain.apimachinery.selector;

import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.LabelSelectorRequirement;
import dev.coxswain.apimachinery.status.GoText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Says for the labels of any object whether it is meant: all requirements must hold.
public final class Selector {
  private static final Selector EVERYTHING = new Selector(List.of(), true);
  private static final Selector NOTHING = new Selector(List.of(), false);

  private final List<Requirement> requirements;
  private final boolean selectable;

  private Selector(List<Requirement> requirements, boolean selectable) {
    this.requirements = requirements;
    this.selectable = selectable;
  }

  /// Reads `a=b,c!=d,e in (f,g),h,!i,j>4`. The empty text selects everything.
  ///
  /// @throws IllegalArgumentException in upstream's words if the text cannot be read
  public static Selector parse(String text) {
    return of(new SelectorParser(text).parse());
  }

  /// The selector in an object. An empty one selects everything; where an unset one selects
  /// nothing, ask `hasSelector()` first.
  ///
  /// @throws IllegalArgumentException in upstream's words for an unknown operator, a bad key or bad
  ///   values
  public static Selector of(LabelSelector selector) {
    var requirements = new ArrayList<>(ofMap(selector.getMatchLabelsMap()).requirements);
    for (var expression : selector.getMatchExpressionsList()) {
      requirements.add(requirement(expression));
    }
    return of(requirements);
  }

  /// Each label must have exactly this value. Keys and values are taken as they are.
  public static Selector ofMap(Map<String, String> labels) {
    return of(
        labels.entrySet().stream()
            .map(e -> new Requirement(e.getKey(), Operator.EQUALS, List.of(e.getValue())))
            .toList());
  }

  public static Selector of(List<Requirement> requirements) {
    return requirements.isEmpty()
        ? EVERYTHING
        : new Selector(
            requirements.stream().sorted(Comparator.comparing(Requirement::key)).toList(), true);
  }

  public static Selector everything() {
    return EVERYTHING;
  }

  public static Selector nothing() {
    return NOTHING;
  }

  public boolean matches(Map<String, String> labels) {
    for (var requirement : requirements) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return selectable;
  }

  /// Whether it selects everything.
  public boolean isEmpty() {
    return selectable && requirements.isEmpty();
  }

  /// Sorted by key.
  public List<Requirement> requirements() {
    return requirements;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Selector selector
        && selectable == selector.selectable
        && requirements.equals(selector.requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode();
  }

  /// The canonical text: requirements sorted by key, values sorted.
  @Override
  public String toString() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
  }

  private static Requirement requirement(LabelSelectorRequirement expression) {
    var operator =
        switch (expression.getOperator()) {
          case "In" -> Operator.IN;
          case "NotIn" -> Operator.NOT_IN;
          case "Exists" -> Operator.EXISTS;
          case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
          case String other ->
              throw new IllegalArgumentException(
                  GoText.quote(other) + " is not a valid label selector operator");
        };
    return Requirement.checked(
        expression.getKey(), operator, new TreeSet<>(expression.getValuesList()));
  }
}
