package dev.coxswain.apimachinery.selector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Says for the fields of any object whether it is meant: `metadata.name=a,status.phase!=Running`.
public final class FieldSelector {
  private static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  /// One comparison of a field's text.
  public record Requirement(String field, boolean equal, String value) {
    @Override
    public String toString() {
      return field + (equal ? "=" : "!=") + escape(value);
    }
  }

  private final List<Requirement> requirements;

  private FieldSelector(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  /// The empty text selects everything. In values, `\`, `,` and `=` are written with a `\` before
  /// them.
  ///
  /// @throws IllegalArgumentException in upstream's words if the text cannot be read
  public static FieldSelector parse(String text) {
    if (text.isEmpty()) {
      return EVERYTHING;
    }
    return new FieldSelector(
        terms(text).stream().filter(term -> !term.isEmpty()).map(t -> term(text, t)).toList());
  }

  public static FieldSelector everything() {
    return EVERYTHING;
  }

  public static FieldSelector of(List<Requirement> requirements) {
    return new FieldSelector(List.copyOf(requirements));
  }

  /// Whether an object with these fields is meant.
  ///
  /// @param fieldValue the text of a field; `null` and the empty text mean the same
  public boolean matches(Function<String, String> fieldValue) {
    for (var requirement : requirements) {
      var actual = fieldValue.apply(requirement.field());
      if (requirement.value().equals(actual == null ? "" : actual) != requirement.equal()) {
        return false;
      }
    }
    return true;
  }

  public boolean isEmpty() {
    return requirements.isEmpty();
  }

  public List<Requirement> requirements() {
    return requirements;
  }

  /// The one value the field must have, if the selector says so.
  public Optional<String> exact(String field) {
    return requirements.stream()
        .filter(r -> r.equal() && r.field().equals(field))
        .map(Requirement::value)
        .findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSelector selector && requirements.equals(selector.requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode();
  }

  @Override
  public String toString() {
    return requirements.stream().map(Requirement::toString).collect(Collectors.joining(","));
  }

  private static List<String> terms(String text) {
    var terms = new ArrayList<String>();
    var start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == ',') {
        terms.add(text.substring(start, i));
        start = i + 1;
      }
    }
    terms.add(text.substring(start));
    return terms;
  }

  private static Requirement term(String selector, String term) {
    for (int i = 0; i < term.length(); i++) {
      for (var operator : List.of("!=", "==", "=")) {
        if (term.startsWith(operator, i)) {
          var value = unescape(term.substring(i + operator.length()));
          return new Requirement(term.substring(0, i), !operator.equals("!="), value);
        }
      }
    }
    throw new IllegalArgumentException(
        "invalid selector: '" + selector + "'; can't understand '" + term + "'");
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,").replace("=", "\\=");
  }

  private static String unescape(String value) {
    var plain = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      if (c == ',' || c == '=') {
        throw new IllegalArgumentException(
            "invalid field selector: unescaped character in value: " + c);
      }
      if (c == '\\') {
        i++;
        if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
          throw new IllegalArgumentException(
              "invalid field selector: invalid escape sequence: "
                  + value.substring(i - 1, Math.min(i + 1, value.length())));
        }
        c = value.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
