package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.kubectl.jsonpath.JsonPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The order of `get --sort-by`. What has no such value comes first.
record RowOrder(JsonPath path) implements Comparator<JsonNode> {
  static RowOrder by(String path) {
    return new RowOrder(JsonPath.relaxed(path));
  }

  @Override
  public int compare(JsonNode one, JsonNode other) {
    List<JsonNode> left = path.values(one);
    List<JsonNode> right = path.values(other);
    if (left.isEmpty() || right.isEmpty()) {
      return Integer.compare(left.size(), right.size());
    }
    JsonNode a = left.getFirst();
    JsonNode b = right.getFirst();
    return a.isNumber() && b.isNumber()
        ? Double.compare(a.asDouble(), b.asDouble())
        : JsonPath.show(a).compareTo(JsonPath.show(b));
  }

  void sort(List<JsonNode> objects) {
    objects.sort(this);
  }

  /// All rows in one table, sorted by the objects that they show.
  List<JsonNode> sortTables(List<JsonNode> tables) {
    if (tables.isEmpty()) {
      return tables;
    }
    List<JsonNode> rows = new ArrayList<>();
    tables.forEach(table -> table.path("rows").forEach(rows::add));
    rows.sort(Comparator.comparing(row -> row.path("object"), this));
    ObjectNode all = tables.getFirst().deepCopy();
    var sorted = all.putArray("rows");
    rows.forEach(sorted::add);
    return List.of(all);
  }
}
