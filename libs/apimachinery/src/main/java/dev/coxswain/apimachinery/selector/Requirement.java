package dev.coxswain.apimachinery.selector;

import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldErrors;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/// One condition on one label. Values are sorted and distinct.
public record Requirement(String key, Operator operator, List<String> values) {

  public Requirement {
    values = List.copyOf(new TreeSet<>(values));
  }

  /// A requirement whose key and values are good.
  ///
  /// @throws IllegalArgumentException in upstream's words if they are not
  static Requirement checked(String key, Operator operator, SortedSet<String> values) {
    var requirement = new Requirement(key, operator, List.copyOf(values));
    var errors = requirement.errors();
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(FieldErrors.text(errors));
    }
    return requirement;
  }

  static List<FieldError> keyErrors(FieldPath path, String key) {
    var problems = Names.isQualifiedName(key);
    return problems.isEmpty()
        ? List.of()
        : List.of(FieldError.invalid(path, key, String.join("; ", problems)));
  }

  public boolean matches(Map<String, String> labels) {
    var value = labels.get(key);
    return switch (operator) {
      case IN, EQUALS, DOUBLE_EQUALS -> value != null && values.contains(value);
      case NOT_IN, NOT_EQUALS -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
      case GREATER_THAN -> value != null && compare(value) > 0;
      case LESS_THAN -> value != null && compare(value) < 0;
    };
  }

  /// A label that is no number compares like an equal one: neither greater nor less.
  private int compare(String value) {
    var actual = integer(value);
    var wanted = integer(values.getFirst());
    return actual.isPresent() && wanted.isPresent()
        ? Long.compare(actual.getAsLong(), wanted.getAsLong())
        : 0;
  }

  private List<FieldError> errors() {
    var errors = new ArrayList<>(keyErrors(FieldPath.of("key"), key));
    var path = FieldPath.of("values");
    switch (operator) {
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> {
        if (values.size() != 1) {
          errors.add(
              FieldError.invalid(
                  path, values, "exact-match compatibility requires one single value"));
        }
      }
      case EXISTS, DOES_NOT_EXIST -> {
        if (!values.isEmpty()) {
          errors.add(
              FieldError.invalid(
                  path, values, "values set must be empty for exists and does not exist"));
        }
      }
      case GREATER_THAN, LESS_THAN -> errors.addAll(numberErrors(path));
      case IN, NOT_IN -> {}
    }
    for (int i = 0; i < values.size(); i++) {
      var problems = Names.isValidLabelValue(values.get(i));
      if (!problems.isEmpty()) {
        errors.add(
            FieldError.invalid(path.index(i).key(key), values.get(i), String.join("; ", problems)));
      }
    }
    return errors;
  }

  private List<FieldError> numberErrors(FieldPath path) {
    if (values.size() != 1) {
      return List.of(
          FieldError.invalid(
              path, values, "for 'Gt', 'Lt' operators, exactly one value is required"));
    }
    return integer(values.getFirst()).isPresent()
        ? List.of()
        : List.of(
            FieldError.invalid(
                path.index(0),
                values.getFirst(),
                "for 'Gt', 'Lt' operators, the value must be an integer"));
  }

  private static OptionalLong integer(String text) {
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /// As it stands in a selector: `a in (b,c)`, `!a`, `a>4`.
  @Override
  public String toString() {
    var list = String.join(",", values);
    return switch (operator) {
      case EXISTS -> key;
      case DOES_NOT_EXIST -> "!" + key;
      case IN, NOT_IN -> key + operator.text() + "(" + list + ")";
      case EQUALS, DOUBLE_EQUALS, NOT_EQUALS, GREATER_THAN, LESS_THAN ->
          key + operator.text() + list;
    };
  }
}
