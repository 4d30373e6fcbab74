package dev.coxswain.kubectl.print;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.jsonpath.BadPath;
import dev.coxswain.kubectl.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A table whose columns the user names: `NAME:.metadata.name,NODE:.spec.nodeName`.
public final class CustomColumns {
  private record Column(String header, JsonPath path) {}

  private final List<Column> columns;
  private final boolean headers;

  private CustomColumns(List<Column> columns, boolean headers) {
    this.columns = columns;
    this.headers = headers;
  }

  /// @param text `HEADER:PATH,…`
  public static CustomColumns parse(String text, boolean headers) {
    List<Column> columns = new ArrayList<>();
    for (String column : text.split(",(?![^\\[(]*[\\])])", -1)) {
      int colon = column.indexOf(':');
      if (colon < 0) {
        throw new BadPath(
            "unexpected custom-columns spec: %s, expected <header>:<json-path-expr>"
                .formatted(column));
      }
      columns.add(
          new Column(column.substring(0, colon), JsonPath.relaxed(column.substring(colon + 1))));
    }
    return new CustomColumns(columns, headers);
  }

  /// @param text a line of headers, and a line of paths
  public static CustomColumns parseFile(String text, boolean headers) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 2) {
      throw new BadPath("expected a line of headers and a line of paths");
    }
    String[] names = lines.get(0).strip().split("\\s+");
    String[] paths = lines.get(1).strip().split("\\s+");
    if (names.length != paths.length) {
      throw new BadPath(
          "number of headers (%d) and field specifications (%d) don't match"
              .formatted(names.length, paths.length));
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      columns.add(new Column(names[i], JsonPath.relaxed(paths[i])));
    }
    return new CustomColumns(columns, headers);
  }

  /// One line for each object; a value that is not there is `<none>`.
  public String render(Iterable<JsonNode> objects) {
    var table = new TextTable();
    if (headers) {
      table.row(columns.stream().map(Column::header).toList());
    }
    for (JsonNode object : objects) {
      table.row(columns.stream().map(column -> cell(column, object)).toList());
    }
    return table.render();
  }

  private static String cell(Column column, JsonNode object) {
    var values = column.path().values(object);
    return values.isEmpty()
        ? "<none>"
        : values.stream()
            .map(value -> value.isNull() ? "<none>" : GoValues.show(value))
            .collect(Collectors.joining(","));
  }
}
