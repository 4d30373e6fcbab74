package dev.coxswain.kubectl.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Follows the steps of a path through a document.
final class PathWalk {
  private PathWalk() {}

  /// The values at the end of the path, in the document's order; what is missing is left out.
  static List<JsonNode> follow(List<Step> steps, JsonNode start) {
    List<JsonNode> reached = List.of(start);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      reached.forEach(value -> take(step, value, next));
      reached = next;
    }
    return reached;
  }

  private static void take(Step step, JsonNode value, List<JsonNode> next) {
    switch (step) {
      case Step.Member(var name) -> {
        if (name.isEmpty()) {
          next.add(value);
        } else if (value.has(name)) {
          next.add(value.get(name));
        }
      }
      case Step.Every _ -> value.forEach(next::add);
      case Step.Below _ -> below(value, next);
      case Step.Slice slice -> slice(slice, value, next);
      case Step.Union(var steps) -> steps.forEach(one -> take(one, value, next));
      case Step.Filter filter ->
          value.forEach(element -> {
            if (holds(filter, element)) {
              next.add(element);
            }
          });
    }
  }

  private static void below(JsonNode value, List<JsonNode> next) {
    next.add(value);
    value.forEach(child -> below(child, next));
  }

  private static void slice(Step.Slice slice, JsonNode value, List<JsonNode> next) {
    int size = value.size();
    if (!value.isArray()) {
      return;
    }
    int from = counted(slice.from(), size, 0);
    if (slice.single()) {
      if (from < 0 || from >= size) {
        throw new BadPath("array index out of bounds: index %d, length %d".formatted(from, size));
      }
      next.add(value.get(from));
      return;
    }
    int to = Math.min(counted(slice.to(), size, size), size);
    for (int i = Math.max(from, 0); i < to; i += slice.step()) {
      next.add(value.get(i));
    }
  }

  private static int counted(OptionalInt index, int size, int otherwise) {
    int i = index.orElse(otherwise);
    return i < 0 ? i + size : i;
  }

  private static boolean holds(Step.Filter filter, JsonNode element) {
    var left = values(filter.left(), element);
    if (filter.operator().equals("exists")) {
      return !left.isEmpty();
    }
    var right = values(filter.right(), element);
    return left.size() == 1
        && right.size() == 1
        && compares(left.getFirst(), filter.operator(), right.getFirst());
  }

  private static List<JsonNode> values(Step.Operand operand, JsonNode element) {
    return switch (operand) {
      case Step.Operand.Path(var steps) -> follow(steps, element);
      case Step.Operand.Text(var text) -> List.of(TextNode.valueOf(text));
      case Step.Operand.Quantity(var number) -> List.of(DoubleNode.valueOf(number));
      case Step.Operand.Truth(var truth) -> List.of(BooleanNode.valueOf(truth));
      case Step.Operand.Nothing _ -> List.of();
    };
  }

  private static boolean compares(JsonNode left, String operator, JsonNode right) {
    int order =
        left.isNumber() && right.isNumber()
            ? Double.compare(left.asDouble(), right.asDouble())
            : left.asText().compareTo(right.asText());
    return switch (operator) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }
}
