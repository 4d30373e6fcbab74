package dev.coxswain.apimachinery.schema;

import java.util.Optional;
import java.util.Set;

/// A field of a struct: its value's schema, and what a strategic merge patch does with it.
///
/// @param mergeKey the field that identifies the elements of a merged list of objects
public record Field(Schema schema, Set<PatchStrategy> strategies, Optional<String> mergeKey) {

  /// How a strategic merge patch changes a field.
  public enum PatchStrategy {
    /// Lists are merged element by element.
    MERGE,
    /// The patch's value takes the place of the old one.
    REPLACE,
    /// Only keys that the patch lists survive.
    RETAIN_KEYS
  }

  public Field {
    strategies = Set.copyOf(strategies);
  }

  /// A field for which a strategic merge patch does what it does by default.
  public static Field of(Schema schema) {
    return new Field(schema, Set.of(), Optional.empty());
  }

  public boolean merges() {
    return strategies.contains(PatchStrategy.MERGE);
  }

  public boolean replaces() {
    return strategies.contains(PatchStrategy.REPLACE);
  }

  public boolean retainsKeys() {
    return strategies.contains(PatchStrategy.RETAIN_KEYS);
  }
}
