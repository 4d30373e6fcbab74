package dev.coxswain.kubectl.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// A `Table` of the server's as lines of text.
public final class ServerTable {
  /// How much of it is shown.
  ///
  /// @param wide also columns of lower priority
  /// @param headers a first line with the columns' names
  /// @param withNamespace a first column with the namespace
  /// @param kindPrefix what goes before names, such as `pod/`; empty for plain names
  /// @param labels a last column with all labels
  /// @param labelColumns labels that get columns of their own
  public record Style(
      boolean wide,
      boolean headers,
      boolean withNamespace,
      String kindPrefix,
      boolean labels,
      List<String> labelColumns) {
    public Style {
      labelColumns = List.copyOf(labelColumns);
    }
  }

  private ServerTable() {}

  /// Adds the table's lines.
  public static void addTo(TextTable text, JsonNode table, Style style) {
    var columns = shownColumns(table, style);
    if (style.headers()) {
      text.row(headers(table, columns, style));
    }
    for (JsonNode row : table.path("rows")) {
      text.row(cells(row, columns, style));
    }
  }

  private static List<Integer> shownColumns(JsonNode table, Style style) {
    List<Integer> shown = new ArrayList<>();
    var definitions = table.path("columnDefinitions");
    for (int i = 0; i < definitions.size(); i++) {
      if (style.wide() || definitions.get(i).path("priority").asInt() == 0) {
        shown.add(i);
      }
    }
    return shown;
  }

  private static List<String> headers(JsonNode table, List<Integer> columns, Style style) {
    List<String> names = new ArrayList<>();
    if (style.withNamespace()) {
      names.add("NAMESPACE");
    }
    var definitions = table.path("columnDefinitions");
    columns.forEach(
        i -> names.add(definitions.get(i).path("name").asText().toUpperCase(Locale.ROOT)));
    style
        .labelColumns()
        .forEach(label ->
            names.add(label.substring(label.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT)));
    if (style.labels()) {
      names.add("LABELS");
    }
    return names;
  }

  private static List<String> cells(JsonNode row, List<Integer> columns, Style style) {
    List<String> cells = new ArrayList<>();
    var metadata = row.path("object").path("metadata");
    if (style.withNamespace()) {
      cells.add(metadata.path("namespace").asText());
    }
    for (int i : columns) {
      String cell = text(row.path("cells").path(i));
      cells.add(i == 0 ? style.kindPrefix() + cell : cell);
    }
    style.labelColumns().forEach(label -> cells.add(orNone(metadata.path("labels").path(label))));
    if (style.labels()) {
      cells.add(labels(metadata.path("labels")));
    }
    return cells;
  }

  private static String orNone(JsonNode text) {
    return text.asText().isEmpty() ? "" : text.asText();
  }

  private static String text(JsonNode cell) {
    return cell.isNull() || cell.isMissingNode() ? "<none>" : cell.asText();
  }

  /// `a=b,c=d` by key; `<none>` without labels.
  static String labels(JsonNode labels) {
    var sorted = new TreeMap<String, String>();
    labels.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
    return sorted.isEmpty()
        ? "<none>"
        : String.join(
            ",", sorted.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
