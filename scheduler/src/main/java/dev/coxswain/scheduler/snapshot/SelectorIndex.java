package dev.coxswain.scheduler.snapshot;

import dev.coxswain.apimachinery.selector.Requirement;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Finds those of many selectors that may match given labels without asking each of them: by one
/// label whose value the selector names.
final class SelectorIndex<T> {
  private final Map<String, Map<String, Set<T>>> byLabel = new HashMap<>();
  private final Set<T> others = new LinkedHashSet<>();

  void add(Selector selector, T item) {
    var anchor = anchor(selector);
    if (anchor.isEmpty()) {
      others.add(item);
      return;
    }
    var values = byLabel.computeIfAbsent(anchor.get().key(), _ -> new HashMap<>());
    anchor
        .get()
        .values()
        .forEach(value -> values.computeIfAbsent(value, _ -> new LinkedHashSet<>()).add(item));
  }

  void remove(Selector selector, T item) {
    var anchor = anchor(selector);
    if (anchor.isEmpty()) {
      others.remove(item);
      return;
    }
    var key = anchor.get().key();
    var values = byLabel.get(key);
    anchor.get().values().forEach(value -> removeFrom(values, value, item));
    if (values.isEmpty()) {
      byLabel.remove(key);
    }
  }

  /// Passes on each item whose selector may match, once.
  void forEachCandidate(Map<String, String> labels, Consumer<T> consumer) {
    others.forEach(consumer);
    if (byLabel.isEmpty()) {
      return;
    }
    labels.forEach((key, value) -> {
      var values = byLabel.get(key);
      var items = values == null ? null : values.get(value);
      if (items != null) {
        items.forEach(consumer);
      }
    });
  }

  private void removeFrom(Map<String, Set<T>> values, String value, T item) {
    var items = values.getOrDefault(value, Set.of());
    items.remove(item);
    if (items.isEmpty()) {
      values.remove(value);
    }
  }

  /// The label by whose value to look for what the selector means; absent if it names none.
  static Optional<Requirement> anchor(Selector selector) {
    List<Requirement> requirements = selector.requirements();
    return requirements.stream().filter(SelectorIndex::namesValues).findFirst();
  }

  private static boolean namesValues(Requirement requirement) {
    return switch (requirement.operator()) {
      case IN, EQUALS, DOUBLE_EQUALS -> true;
      default -> false;
    };
  }
}
