package dev.coxswain.controllermanager.job;

import dev.coxswain.api.core.v1.Pod;
import java.util.ArrayList;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Completion indexes as a status writes them: `0,2-4,7`. Pure.
final class Indexes {
  static final String ANNOTATION = "batch.kubernetes.io/job-completion-index";

  private Indexes() {}

  static NavigableSet<Integer> parse(String text) {
    var indexes = new TreeSet<Integer>();
    for (var part : text.split(",")) {
      int dash = part.indexOf('-');
      if (dash > 0) {
        int last = Integer.parseInt(part.substring(dash + 1));
        for (int i = Integer.parseInt(part.substring(0, dash)); i <= last; i++) {
          indexes.add(i);
        }
      } else if (!part.isEmpty()) {
        indexes.add(Integer.parseInt(part));
      }
    }
    return indexes;
  }

  /// Three or more in a row are a range.
  static String format(NavigableSet<Integer> indexes) {
    var parts = new ArrayList<String>();
    Integer first = null;
    Integer last = null;
    for (var index : indexes) {
      if (last != null && index == last + 1) {
        last = index;
        continue;
      }
      if (first != null) {
        parts.add(part(first, last));
      }
      first = index;
      last = index;
    }
    if (first != null) {
      parts.add(part(first, last));
    }
    return String.join(",", parts);
  }

  private static String part(int first, int last) {
    if (first == last) {
      return Integer.toString(first);
    }
    return first + (last == first + 1 ? "," : "-") + last;
  }

  /// The index that the pod works on.
  static OptionalInt of(Pod pod) {
    var text = pod.getMetadata().getAnnotationsOrDefault(ANNOTATION, "");
    try {
      return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty(); // Somebody changed it: then it is nobody's work.
    }
  }
}
