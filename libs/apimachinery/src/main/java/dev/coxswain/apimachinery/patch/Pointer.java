package dev.coxswain.apimachinery.patch;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.List;

/// A JSON pointer, RFC 6901, to something inside a document. What stands before the first slash is
/// not looked at.
record Pointer(List<String> parents, String last) {
  static Pointer parse(String text) {
    var steps = List.of(text.split("/", -1));
    if (steps.size() < 2) {
      throw ApiException.of(new Refusal.Unprocessable());
    }
    var names =
        steps.stream().skip(1).map(step -> step.replace("~1", "/").replace("~0", "~")).toList();
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
}
