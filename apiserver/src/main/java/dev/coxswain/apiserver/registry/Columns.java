package dev.coxswain.apiserver.registry;

/// Columns that most tables have, and short ways to write the others.
public final class Columns {
  private static final String CREATION = "When the server created the object.";

  private Columns() {}

  public static TableColumn name() {
    return TableColumn.of("Name", "Name of the object, unique among those of its kind.")
        .formatted("name");
  }

  public static TableColumn age() {
    return TableColumn.of("Age", CREATION);
  }

  /// The creation time itself instead of an age.
  public static TableColumn createdAt() {
    return TableColumn.of("Created At", CREATION).typed("date");
  }

  public static TableColumn text(String name, String description) {
    return TableColumn.of(name, description);
  }

  public static TableColumn number(String name, String description) {
    return TableColumn.of(name, description).typed("integer");
  }

  public static TableColumn flag(String name, String description) {
    return TableColumn.of(name, description).typed("boolean");
  }
}
