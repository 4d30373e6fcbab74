package dev.coxswain.apimachinery.schema;

import java.util.List;
import java.util.Optional;

/// The shape of a JSON value as merging sees it.
public sealed interface Schema {
  /// A single value.
  record Scalar(ScalarType type) implements Schema {}

  /// Whatever the value is: objects merge by key, lists are replaced whole.
  record Any() implements Schema {}

  /// An object with known fields. May be recursive, so fields are looked up when they are needed.
  non-sealed interface Struct extends Schema {
    /// Empty for a field that the type does not have.
    Optional<Field> field(String name);

    /// Whether it is owned and replaced whole.
    boolean atomic();

    /// What fields without a schema of their own are like; empty when there can be none.
    Optional<Schema> others();
  }

  /// An object whose keys are data.
  record MapOf(Schema values, boolean atomic) implements Schema {}

  record ListOf(Schema elements, ListType type, List<Key> keys) implements Schema {
    public ListOf {
      keys = List.copyOf(keys);
    }
  }

  /// Who may own what of a list.
  enum ListType {
    /// One owner for the whole list.
    ATOMIC,
    /// Each distinct value has its owners.
    SET,
    /// Elements are objects, identified by some of their fields.
    MAP
  }

  /// One of the fields that identify an element; `defaultValue` stands in when the element leaves
  /// it out.
  record Key(String name, Optional<String> defaultValue) {}

  static Schema any() {
    return new Any();
  }

  /// The schema of a field's value, or of a key's in a map: [Any] when it is not known.
  default Schema child(String name) {
    return switch (this) {
      case Struct struct ->
          struct.field(name).map(Field::schema).or(struct::others).orElseGet(Schema::any);
      case MapOf map -> map.values();
      case Scalar _, Any _, ListOf _ -> any();
    };
  }

  /// The schema of a list's elements; [Any] for everything else.
  default Schema element() {
    return this instanceof ListOf list ? list.elements() : any();
  }

  /// Whether the type itself names this field, as opposed to a key that is data.
  default boolean declares(String name) {
    return this instanceof Struct struct && struct.field(name).isPresent();
  }
}
