package dev.coxswain.kubectl.print;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Lines up text whose cells end with tabs, by elastic tab stops: a column is as wide as its widest
/// cell in the run of neighbouring lines that have it. What follows the last tab of a line belongs
/// to no column.
public final class TabWriter {
  private final int padding;
  private final StringBuilder text = new StringBuilder();

  /// @param padding the least number of spaces between a column's widest cell and the next
  public TabWriter(int padding) {
    this.padding = padding;
  }

  /// Adds a line.
  public TabWriter line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /// The lines as they were added, tabs and all.
  public String raw() {
    return text.toString();
  }

  public String render() {
    List<List<String>> lines =
        text.toString().lines().map(line -> Arrays.asList(line.split("\t", -1))).toList();
    int[][] widths = new int[lines.size()][];
    for (int i = 0; i < lines.size(); i++) {
      widths[i] = new int[lines.get(i).size() - 1];
    }
    measure(lines, widths, 0, lines.size(), 0);
    return pad(lines, widths);
  }

  /// Sets the widths of one column and, within each run of lines that have it, of the columns to
  /// its right.
  private void measure(List<List<String>> lines, int[][] widths, int from, int to, int column) {
    int start = from;
    while (start < to) {
      if (widths[start].length <= column) {
        start++;
        continue;
      }
      int end = start;
      int width = 0;
      while (end < to && widths[end].length > column) {
        width = Math.max(width, length(lines.get(end).get(column)));
        end++;
      }
      for (int i = start; i < end; i++) {
        widths[i][column] = width + padding;
      }
      measure(lines, widths, start, end, column + 1);
      start = end;
    }
  }

  private static String pad(List<List<String>> lines, int[][] widths) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      var line = new StringBuilder();
      List<String> cells = lines.get(i);
      for (int column = 0; column < cells.size(); column++) {
        String cell = cells.get(column);
        line.append(cell);
        if (column < cells.size() - 1) {
          line.repeat(' ', widths[i][column] - length(cell));
        }
      }
      padded.add(line.toString());
    }
    return padded.isEmpty() ? "" : String.join("\n", padded) + "\n";
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
