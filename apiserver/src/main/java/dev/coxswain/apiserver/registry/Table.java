package dev.coxswain.apiserver.registry;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.print.Ages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// How objects of a kind look in a table: columns, and what is in them.
public final class Table<T extends Message> {
  private final List<TableColumn> columns;
  private final List<BiFunction<T, Instant, Object>> cells;

  private Table(List<TableColumn> columns, List<BiFunction<T, Instant, Object>> cells) {
    this.columns = List.copyOf(columns);
    this.cells = List.copyOf(cells);
  }

  /// A table whose first column is the name.
  public static <T extends Message> Builder<T> of(Class<T> kind) {
    return Table.<T>empty().column(Columns.name(), o -> Metadata.of(o).getName());
  }

  /// A table that begins with another column.
  public static <T extends Message> Builder<T> empty() {
    return new Builder<>();
  }

  /// Name and age, which is what objects show that have no table of their own.
  static <T extends Message> Table<T> plain() {
    return Table.<T>empty().column(Columns.name(), o -> Metadata.of(o).getName()).age().build();
  }

  public List<TableColumn> columns() {
    return columns;
  }

  public List<Object> cells(T object, Instant now) {
    return cells.stream().map(cell -> cell.apply(object, now)).toList();
  }

  /// Adds columns from left to right.
  public static final class Builder<T extends Message> {
    private final List<TableColumn> columns = new ArrayList<>();
    private final List<BiFunction<T, Instant, Object>> cells = new ArrayList<>();

    private Builder() {}

    public Builder<T> column(TableColumn column, BiFunction<T, Instant, Object> cell) {
      columns.add(column);
      cells.add(cell);
      return this;
    }

    public Builder<T> column(TableColumn column, Function<T, Object> cell) {
      return column(column, (object, _) -> cell.apply(object));
    }

    public Builder<T> text(String name, String description, Function<T, Object> cell) {
      return column(Columns.text(name, description), cell);
    }

    public Builder<T> number(String name, String description, Function<T, Object> cell) {
      return column(Columns.number(name, description), cell);
    }

    public Builder<T> flag(String name, String description, Function<T, Object> cell) {
      return column(Columns.flag(name, description), cell);
    }

    /// A text that only the wide view has.
    public Builder<T> wide(String name, String description, Function<T, Object> cell) {
      return column(Columns.text(name, description).wide(), cell);
    }

    public Builder<T> age() {
      return column(Columns.age(), (object, now) -> Ages.since(Metadata.of(object), now));
    }

    public Builder<T> createdAt() {
      return column(
          Columns.createdAt(),
          object -> Times.rfc3339(Times.toInstant(Metadata.of(object).getCreationTimestamp())));
    }

    public Table<T> build() {
      return new Table<>(columns, cells);
    }
  }
}
