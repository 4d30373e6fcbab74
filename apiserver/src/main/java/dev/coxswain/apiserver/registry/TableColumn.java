package dev.coxswain.apiserver.registry;

/// One column of the Table form of a collection.
///
/// @param type OpenAPI type of the cells: `string`, `integer`, `boolean`, `date`
/// @param format `name` for the column that names the object, otherwise empty
/// @param priority 0 is always shown, 1 only in the wide view
public record TableColumn(
    String name, String type, String format, String description, int priority) {

  public static TableColumn of(String name, String description) {
    return new TableColumn(name, "string", "", description, 0);
  }

  public TableColumn typed(String otherType) {
    return new TableColumn(name, otherType, format, description, priority);
  }

  public TableColumn formatted(String otherFormat) {
    return new TableColumn(name, type, otherFormat, description, priority);
  }

  public TableColumn wide() {
    return new TableColumn(name, type, format, description, 1);
  }
}
