package dev.coxswain.apiserver.registry.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What differs between two messages of the API, as a unified difference of indented JSON with the
/// names of [GoStruct].
public final class UnifiedDifference {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;
  private final StringBuilder out = new StringBuilder();

  private UnifiedDifference(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /// The difference, with three lines around each change; empty if there is none.
  public static String of(Message before, Message after) {
    return of(lines(GoStruct.of(before).tree()), lines(GoStruct.of(after).tree()));
  }

  static String of(List<String> before, List<String> after) {
    if (before.equals(after)) {
      return "";
    }
    var difference = new UnifiedDifference(before, after);
    difference.hunks(MatchingLines.of(before, after));
    return difference.out.toString();
  }

  /// Runs longer than two contexts part one hunk from the next.
  private void hunks(List<MatchingLines.Run> runs) {
    int a = 0;
    int b = 0;
    var changes = new ArrayList<Change>();
    for (var run : runs) {
      boolean changed = run.a() > a || run.b() > b;
      if (changed) {
        boolean apart = !changes.isEmpty() && a - changes.getLast().toA() > 2 * CONTEXT;
        if (apart) {
          hunk(changes);
          changes.clear();
        }
        changes.add(new Change(a, run.a(), b, run.b()));
      }
      a = run.a() + run.size();
      b = run.b() + run.size();
    }
    hunk(changes);
  }

  /// Lines of the first text that others of the second replace.
  private record Change(int fromA, int toA, int fromB, int toB) {}

  private void hunk(List<Change> changes) {
    var first = changes.getFirst();
    var last = changes.getLast();
    int lead = Math.min(CONTEXT, first.fromA());
    int trail = Math.min(CONTEXT, before.size() - last.toA());
    out.append(
        "@@ -%s +%s @@\n"
            .formatted(
                range(first.fromA() - lead, last.toA() + trail),
                range(first.fromB() - lead, last.toB() + trail)));
    int a = first.fromA() - lead;
    for (var change : changes) {
      print(" ", before.subList(a, change.fromA()));
      print("-", before.subList(change.fromA(), change.toA()));
      print("+", after.subList(change.fromB(), change.toB()));
      a = change.toA();
    }
    print(" ", before.subList(a, a + trail));
  }

  private static String range(int from, int to) {
    int count = to - from;
    if (count == 1) {
      return Integer.toString(from + 1);
    }
    return (count == 0 ? from : from + 1) + "," + count;
  }

  private void print(String mark, List<String> lines) {
    lines.forEach(line -> out.append(mark).append(line).append('\n'));
  }

  private static List<String> lines(JsonNode tree) {
    var text = new StringBuilder();
    indent(tree, "\n", text);
    return text.toString().lines().toList();
  }

  private static void indent(JsonNode node, String newline, StringBuilder text) {
    if (!node.isContainerNode() || node.isEmpty()) {
      text.append(new String(JsonCodec.toJson(node), StandardCharsets.UTF_8));
      return;
    }
    var deeper = newline + " ";
    boolean first = true;
    text.append(node.isArray() ? "[" : "{");
    if (node.isArray()) {
      for (var item : node) {
        text.append(first ? "" : ",").append(deeper);
        indent(item, deeper, text);
        first = false;
      }
    } else {
      for (var field : node.properties()) {
        text.append(first ? "" : ",").append(deeper);
        text.append('"').append(field.getKey()).append("\": ");
        indent(field.getValue(), deeper, text);
        first = false;
      }
    }
    text.append(newline).append(node.isArray() ? "]" : "}");
  }
}
