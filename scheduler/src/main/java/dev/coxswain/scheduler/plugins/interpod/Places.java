package dev.coxswain.scheduler.plugins.interpod;

import dev.coxswain.scheduler.snapshot.TermIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Weights of the places of one topology.
///
/// @param topologyKey the label of nodes that names the place
record Places(String topologyKey, Map<String, Long> weights) {
  long of(Map<String, String> nodeLabels) {
    var place = nodeLabels.get(topologyKey);
    return place == null ? 0 : weights.getOrDefault(place, 0L);
  }

  /// The entries of several indexes, each times its factor, put together by topology.
  static final class Sum {
    private record Part(TermIndex.Entry entry, long factor) {}

    private final Map<String, List<Part>> byKey = new LinkedHashMap<>();

    void add(List<TermIndex.Entry> entries, long factor) {
      for (var entry : entries) {
        byKey
            .computeIfAbsent(entry.term().topologyKey(), _ -> new ArrayList<>())
            .add(new Part(entry, factor));
      }
    }

    List<Places> places() {
      var places = new ArrayList<Places>(byKey.size());
      byKey.forEach((key, parts) -> places.add(new Places(key, weights(parts))));
      return places;
    }

    private static Map<String, Long> weights(List<Part> parts) {
      if (parts.size() == 1 && parts.getFirst().factor() == 1) {
        return parts.getFirst().entry().weights();
      }
      var sum = new HashMap<String, Long>();
      for (var part : parts) {
        part.entry()
            .weights()
            .forEach((place, weight) -> sum.merge(place, weight * part.factor(), Long::sum));
      }
      return sum;
    }
  }
}
