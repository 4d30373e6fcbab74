package dev.coxswain.controllermanager.endpoints;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How many endpoints each zone should have, so that none has to serve a fifth more than its share.
/// Pure.
///
/// The bounds and the way in which endpoints are handed from zone to zone are those of KEP-2433.
///
/// @param bounds by zone
record ZoneAllocation(Map<String, Bounds> bounds) {
  private static final double OVERLOAD = 0.2;
  private static final double HALF = 0.5;

  /// @param desired more exact than whole endpoints can be
  record Bounds(int minimum, int maximum, double desired) {}

  ZoneAllocation {
    bounds = new TreeMap<>(bounds);
  }

  /// The allocation, or empty if the least that zones need is more than there is.
  static Optional<ZoneAllocation> of(int endpoints, ZoneShares shares) {
    var minima = new TreeMap<String, Integer>();
    shares
        .byZone()
        .forEach(
            (zone, share) -> minima.put(zone, (int) Math.ceil(share * endpoints / (1 + OVERLOAD))));
    int left = endpoints - minima.values().stream().mapToInt(n -> n).sum();
    if (left < 0) {
      return Optional.empty();
    }
    var bounds = new TreeMap<String, Bounds>();
    minima.forEach((zone, minimum) -> {
      double desired = Math.max(shares.byZone().get(zone) * endpoints, minimum);
      bounds.put(zone, new Bounds(minimum, minimum + left, desired));
    });
    return Optional.of(new ZoneAllocation(bounds));
  }

  /// Whether every zone has what it needs and no more than it may have.
  boolean accepts(Map<String, Integer> counts) {
    return bounds.keySet().containsAll(counts.keySet())
        && bounds.entrySet().stream()
            .allMatch(zone -> {
              int count = counts.getOrDefault(zone.getKey(), 0);
              return zone.getValue().minimum() <= count && count <= zone.getValue().maximum();
            });
  }

  /// Who gives how many endpoints away, and who gets them.
  record Exchange(Map<String, Integer> giving, Map<String, Integer> receiving) {}

  /// @param counts how many endpoints are in each zone
  Exchange exchange(Map<String, Integer> counts) {
    var surplus = new TreeMap<String, Double>();
    var need = new TreeMap<String, Double>();
    bounds.forEach((zone, bound) -> {
      double difference = counts.getOrDefault(zone, 0) - bound.desired();
      if (difference > 0) {
        surplus.put(zone, difference);
      } else if (difference < 0) {
        need.put(zone, -difference);
      }
    });
    var exchange = new Exchange(new HashMap<>(), new HashMap<>());
    while (true) {
      var giver = most(surplus);
      var receiver = most(need);
      if (giver.isEmpty() || receiver.isEmpty()) {
        return exchange;
      }
      double give = giver.get().getValue();
      double receive = receiver.get().getValue();
      if ((give < 1 && receive < 1) || give < HALF || receive < HALF) {
        return exchange;
      }
      exchange.giving().merge(giver.get().getKey(), 1, Integer::sum);
      exchange.receiving().merge(receiver.get().getKey(), 1, Integer::sum);
      surplus.merge(giver.get().getKey(), -1.0, Double::sum);
      need.merge(receiver.get().getKey(), -1.0, Double::sum);
    }
  }

  private static Optional<Map.Entry<String, Double>> most(Map<String, Double> zones) {
    return zones.entrySet().stream()
        .filter(zone -> zone.getValue() > 0)
        .max(
            Map.Entry.<String, Double>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(zone -> Map.entry(zone.getKey(), zone.getValue()));
  }
}
