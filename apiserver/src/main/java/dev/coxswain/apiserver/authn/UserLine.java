package dev.coxswain.apiserver.authn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A line of a file of users: `secret,user,uid,"group1,group2"`; the groups may be left out.
record UserLine(String secret, UserInfo user) {

  /// The lines that are neither blank nor comments.
  ///
  /// @param secretName what the first column is, for messages
  /// @throws IllegalArgumentException if a line has too few columns
  static List<UserLine> parse(String secretName, List<String> lines) {
    return lines.stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> parse(secretName, line))
        .toList();
  }

  private static UserLine parse(String secretName, String line) {
    var columns = columns(line);
    if (columns.size() < 3 || columns.get(0).isEmpty()) {
      throw new IllegalArgumentException(
          "wants %s,user,uid[,\"groups\"], got %d columns".formatted(secretName, columns.size()));
    }
    List<String> groups =
        columns.size() > 3 && !columns.get(3).isEmpty()
            ? List.of(columns.get(3).split("\\s*,\\s*"))
            : List.of();
    return new UserLine(
        columns.get(0), new UserInfo(columns.get(1), columns.get(2), groups, Map.of()));
  }

  private static List<String> columns(String line) {
    var columns = new ArrayList<String>();
    var column = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        columns.add(column.toString().strip());
        column.setLength(0);
      } else {
        column.append(c);
      }
    }
    columns.add(column.toString().strip());
    return columns;
  }
}
