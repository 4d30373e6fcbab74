package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// A JSON pointer, RFC 6901, to something inside a document.
record Pointer(List<String> parents, String last) {
  /// Numbers are the same when they are worth the same.
  private static final Comparator<JsonNode> VALUE =
      (a, b) ->
          a.isNumber() && b.isNumber()
              ? a.decimalValue().compareTo(b.decimalValue())
              : a.equals(b) ? 0 : 1;

  static Pointer parse(String text) {
    var steps = List.of(text.split("/", -1));
    if (steps.size() < 2 || !steps.getFirst().isEmpty()) {
      throw ApiException.of(new Refusal.Unprocessable());
    }
    var names =
        Arrays.stream(text.split("/", -1))
            .skip(1)
            .map(step -> step.replace("~1", "/").replace("~0", "~"))
            .toList();
    return new Pointer(names.subList(0, names.size() - 1), names.getLast());
  }

  /// A place in a list; negative ones count from its end.
  static int index(String step, int size) {
    try {
      var index = Integer.parseInt(step);
      var place = index < 0 ? index + size : index;
      if (place >= 0 && place < size) {
        return place;
      }
      throw ApiException.of(new Refusal.Unprocessable());
    } catch (NumberFormatException e) {
      var refusal = ApiException.of(new Refusal.Unprocessable());
      refusal.initCause(e);
      throw refusal;
    }
  }

  static ArrayNode list(JsonNode node) {
    return (ArrayNode) node;
  }

  static boolean sameValue(JsonNode a, JsonNode b) {
    return a.equals(VALUE, b);
  }
}
