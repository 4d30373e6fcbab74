package dev.coxswain.apiserver.admission.pods;

import dev.coxswain.api.core.v1.Toleration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What tolerations of a pod make superfluous, and what they may not exceed. Pure.
final class Tolerations {
  private static final String EXISTS = "Exists";

  private Tolerations() {}

  /// Both lists in this order, without those that another one covers; of equal ones the first
  /// stays.
  static List<Toleration> merge(List<Toleration> first, List<Toleration> second) {
    var all = Stream.concat(first.stream(), second.stream()).toList();
    var merged = new ArrayList<Toleration>();
    for (int i = 0; i < all.size(); i++) {
      var toleration = all.get(i);
      boolean covered =
          merged.stream().anyMatch(kept -> covers(kept, toleration))
              || all.subList(i + 1, all.size()).stream()
                  .anyMatch(next -> !next.equals(toleration) && covers(next, toleration));
      if (!covered) {
        merged.add(toleration);
      }
    }
    return List.copyOf(merged);
  }

  /// Whether each is covered by one of those allowed.
  static boolean areWithin(List<Toleration> tolerations, List<Toleration> allowed) {
    return tolerations.stream().allMatch(t -> allowed.stream().anyMatch(a -> covers(a, t)));
  }

  /// Whether the wide one tolerates all that the narrow one does.
  static boolean covers(Toleration wide, Toleration narrow) {
    return wide.equals(narrow)
        || (coversKey(wide, narrow)
            && coversEffect(wide, narrow)
            && coversTime(wide, narrow)
            && coversValue(wide, narrow));
  }

  private static boolean coversKey(Toleration wide, Toleration narrow) {
    boolean anyKey = wide.getKey().isEmpty() && wide.getOperator().equals(EXISTS);
    return anyKey || wide.getKey().equals(narrow.getKey());
  }

  private static boolean coversEffect(Toleration wide, Toleration narrow) {
    return wide.getEffect().isEmpty() || wide.getEffect().equals(narrow.getEffect());
  }

  private static boolean coversTime(Toleration wide, Toleration narrow) {
    return !wide.getEffect().equals("NoExecute")
        || !wide.hasTolerationSeconds()
        || (narrow.hasTolerationSeconds()
            && narrow.getTolerationSeconds() <= wide.getTolerationSeconds());
  }

  private static boolean coversValue(Toleration wide, Toleration narrow) {
    return switch (wide.getOperator()) {
      case EXISTS -> true;
      case "", "Equal" ->
          narrow.getOperator().equals("Equal") && narrow.getValue().equals(wide.getValue());
      default -> false;
    };
  }
}
