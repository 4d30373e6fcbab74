package dev.coxswain.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tables of facts that are kept with the tests.
final class Facts {
  /// A row by its column names.
  record Row(Map<String, String> cells) {
    String get(String column) {
      return cells.get(column);
    }

    boolean yes(String column) {
      return get(column).equals("yes");
    }

    List<String> list(String column) {
      return get(column).isEmpty() ? List.of() : List.of(get(column).split(","));
    }
  }

  private Facts() {}

  static List<Row> table(String name) {
    var lines = text("/facts/" + name).lines().map(line -> line.split("\t", -1)).toList();
    var columns = lines.getFirst();
    return lines.stream().skip(1).map(cells -> row(columns, cells)).toList();
  }

  private static Row row(String[] columns, String[] cells) {
    var row = new LinkedHashMap<String, String>();
    for (int i = 0; i < columns.length; i++) {
      row.put(columns[i], i < cells.length ? cells[i] : "");
    }
    return new Row(row);
  }

  private static String text(String path) {
    try (var in = Facts.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
