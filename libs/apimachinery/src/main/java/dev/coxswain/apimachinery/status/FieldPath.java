package dev.coxswain.apimachinery.status;

import java.util.List;

/// Where in an object: `spec.containers[0].env[key]`.
public final class FieldPath {
  private static final FieldPath NONE = new FieldPath("<nil>");
  private static final FieldPath ROOT = new FieldPath("");

  private final String text;

  private FieldPath(String text) {
    this.text = text;
  }

  /// The path of these names, one inside the other.
  public static FieldPath of(String... names) {
    return new FieldPath(String.join(".", names));
  }

  /// No place at all; printed `<nil>`, which is what upstream's messages then say.
  public static FieldPath none() {
    return NONE;
  }

  /// The object itself; its children are the top fields.
  public static FieldPath root() {
    return ROOT;
  }

  public FieldPath child(String... names) {
    var below = String.join(".", List.of(names));
    return new FieldPath(isStart() ? below : text + "." + below);
  }

  /// An element of a list.
  public FieldPath index(int index) {
    return new FieldPath(start() + "[" + index + "]");
  }

  /// The value at a key of a map.
  public FieldPath key(String key) {
    return new FieldPath(start() + "[" + key + "]");
  }

  private boolean isStart() {
    return text.isEmpty() || equals(NONE);
  }

  private String start() {
    return isStart() ? "" : text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldPath path && text.equals(path.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
