package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What can be said of a pod before looking at single nodes.
sealed interface PreFiltering {
  /// No node will do.
  ///
  /// @param filters those that have something to say of this pod, for what-if questions
  record Everywhere(Verdict verdict, String rejecter, List<FilterPlugin> filters)
      implements PreFiltering {}

  /// Some nodes may do.
  ///
  /// @param filters those that have something to say of this pod
  /// @param candidates the names of the only nodes in question; absent for all
  /// @param narrowedBy which plugins said so
  record Some(List<FilterPlugin> filters, Optional<Set<String>> candidates, List<String> narrowedBy)
      implements PreFiltering {
    /// The verdict on nodes that are not in question.
    Verdict outside() {
      return Verdict.unresolvable(
          "node(s) didn't satisfy plugin(s) [" + String.join(" ", narrowedBy) + "]");
    }
  }

  static PreFiltering run(PluginSet plugins, CycleState state, PodView pod, Snapshot snapshot) {
    var skipped = new TreeSet<String>();
    var narrowedBy = new ArrayList<String>();
    Optional<Set<String>> candidates = Optional.empty();
    Optional<Everywhere> rejection = Optional.empty();
    for (var plugin : plugins.preFilters()) {
      var verdict = plugin.preFilter(state, pod, snapshot);
      switch (verdict.code()) {
        case SKIP -> skipped.add(plugin.name());
        case UNRESOLVABLE -> {
          return new Everywhere(verdict, plugin.name(), List.of());
        }
        // Another plugin may know that evicting pods would not help.
        case UNSCHEDULABLE ->
            rejection = Optional.of(new Everywhere(verdict, plugin.name(), List.of()));
        case SUCCESS -> {
          var named = plugin.candidates(state, pod);
          if (named.isPresent()) {
            narrowedBy.add(plugin.name());
            candidates = Optional.of(narrowed(candidates, named.get()));
            if (candidates.get().isEmpty()) {
              return none(narrowedBy);
            }
          }
        }
      }
    }
    if (rejection.isPresent()) {
      var first = rejection.get();
      return new Everywhere(first.verdict(), first.rejecter(), filters(plugins, skipped));
    }
    narrowedBy.sort(String::compareTo);
    return new Some(filters(plugins, skipped), candidates, narrowedBy);
  }

  private static List<FilterPlugin> filters(PluginSet plugins, Set<String> skipped) {
    if (skipped.isEmpty()) {
      return plugins.filters();
    }
    var filters = new ArrayList<FilterPlugin>(plugins.filters().size());
    for (var filter : plugins.filters()) {
      if (!skipped.contains(filter.name())) {
        filters.add(filter);
      }
    }
    return filters;
  }

  private static Set<String> narrowed(Optional<Set<String>> before, Set<String> named) {
    var both = new TreeSet<>(named);
    before.ifPresent(both::retainAll);
    return both;
  }

  private static Everywhere none(List<String> narrowedBy) {
    var message =
        narrowedBy.size() == 1
            ? "node(s) didn't satisfy plugin " + narrowedBy.getFirst()
            : "node(s) didn't satisfy plugin(s) ["
                + String.join(" ", narrowedBy)
                + "] simultaneously";
    return new Everywhere(Verdict.unresolvable(message), narrowedBy.getLast(), List.of());
  }
}
