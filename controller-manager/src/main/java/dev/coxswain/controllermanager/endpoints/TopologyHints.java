package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointHints;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.discovery.v1.ForZone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Decides for services of topology mode `Auto` which zone's clients each endpoint is for: as many
/// endpoints for each zone as it has processors, from the zone itself where possible. Pure.
final class TopologyHints {
  private static final String MODE = "service.kubernetes.io/topology-mode";
  private static final String OLD_MODE = "service.kubernetes.io/topology-aware-hints";

  private final ZoneShares shares;
  private final Map<String, EndpointHints> present = new HashMap<>();

  private TopologyHints(List<EndpointSlice> existing, ZoneShares shares) {
    this.shares = shares;
    for (var slice : existing) {
      slice.getEndpointsList().forEach(e -> present.put(SlicePlanner.key(e), e.getHints()));
    }
  }

  /// What came of it.
  ///
  /// @param refusals why there are no hints, by address type; empty when all have some
  record Outcome(SlicePlanner.Desired desired, Map<String, String> refusals) {}

  /// Whether the service asks for such hints.
  static boolean isEnabled(Service service) {
    var annotations = service.getMetadata().getAnnotationsMap();
    var mode =
        annotations.containsKey(OLD_MODE) ? annotations.get(OLD_MODE) : annotations.get(MODE);
    return "Auto".equals(mode) || "auto".equals(mode);
  }

  /// The same endpoints with hints.
  ///
  /// @param existing whose hints stay as they are while they are good enough
  static Outcome hinted(
      SlicePlanner.Desired desired, List<EndpointSlice> existing, ZoneShares shares) {
    return new TopologyHints(existing, shares).hinted(desired);
  }

  private Outcome hinted(SlicePlanner.Desired desired) {
    var groups = new LinkedHashMap<>(desired.endpoints());
    var refusals = new TreeMap<String, String>();
    var types = new LinkedHashSet<String>();
    groups.keySet().forEach(group -> types.add(group.addressType()));
    for (var type : types) {
      var ready = new ArrayList<Endpoint>();
      groups.forEach((group, endpoints) -> {
        if (group.addressType().equals(type)) {
          endpoints.stream().filter(TopologyHints::isReady).forEach(ready::add);
        }
      });
      var refusal = refusal(ready);
      if (refusal.isPresent()) {
        refusals.put(type, refusal.get());
      } else {
        var zones = zones(ready);
        groups.replaceAll((group, endpoints) ->
            group.addressType().equals(type) ? with(zones, endpoints) : endpoints);
      }
    }
    return new Outcome(new SlicePlanner.Desired(desired.metadata(), groups), refusals);
  }

  private Optional<String> refusal(List<Endpoint> ready) {
    int zones = shares.byZone().size();
    var sizes = " (%d endpoints, %d zones)".formatted(ready.size(), zones);
    if (zones == 0) {
      return Optional.of(
          "Insufficient Node information: allocatable CPU or zone not specified on one or more"
              + " nodes");
    }
    if (zones > ready.size()) {
      return Optional.of("Insufficient number of endpoints" + sizes);
    }
    if (ZoneAllocation.of(ready.size(), shares).isEmpty()) {
      return Optional.of(
          "Unable to allocate minimum required endpoints to each zone without exceeding overload"
              + " threshold"
              + sizes);
    }
    return ready.stream().anyMatch(e -> e.getZone().isEmpty())
        ? Optional.of("One or more endpoints do not have a zone specified")
        : Optional.empty();
  }

  /// The zone for each ready endpoint, by the endpoint's key.
  private Map<String, String> zones(List<Endpoint> ready) {
    var allocation = ZoneAllocation.of(ready.size(), shares).orElseThrow();
    var zones = new LinkedHashMap<String, String>();
    ready.forEach(e -> presentZone(e).ifPresent(zone -> zones.put(SlicePlanner.key(e), zone)));
    if (zones.size() == ready.size() && allocation.accepts(counts(zones))) {
      return zones;
    }
    ready.forEach(e -> zones.put(SlicePlanner.key(e), e.getZone()));
    redistribute(ready, allocation.exchange(counts(zones)), zones);
    return zones;
  }

  private Optional<String> presentZone(Endpoint endpoint) {
    var hints =
        present.getOrDefault(SlicePlanner.key(endpoint), EndpointHints.getDefaultInstance());
    return hints.getForZonesCount() == 1
        ? Optional.of(hints.getForZones(0).getName())
        : Optional.empty();
  }

  private static Map<String, Integer> counts(Map<String, String> zones) {
    var counts = new TreeMap<String, Integer>();
    zones.values().forEach(zone -> counts.merge(zone, 1, Integer::sum));
    return counts;
  }

  private static void redistribute(
      List<Endpoint> ready, ZoneAllocation.Exchange exchange, Map<String, String> zones) {
    var receiving = new TreeMap<>(exchange.receiving());
    var giving = new TreeMap<>(exchange.giving());
    for (var endpoint : ready) {
      if (giving.getOrDefault(endpoint.getZone(), 0) > 0 && !receiving.isEmpty()) {
        var receiver = receiving.firstKey();
        zones.put(SlicePlanner.key(endpoint), receiver);
        giving.merge(endpoint.getZone(), -1, Integer::sum);
        receiving.computeIfPresent(receiver, (_, left) -> left == 1 ? null : left - 1);
      }
    }
  }

  private static List<Endpoint> with(Map<String, String> zones, List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(endpoint -> {
          var zone = zones.get(SlicePlanner.key(endpoint));
          return zone == null || !isReady(endpoint)
              ? endpoint
              : endpoint.toBuilder()
                  .setHints(
                      EndpointHints.newBuilder().addForZones(ForZone.newBuilder().setName(zone)))
                  .build();
        })
        .toList();
  }

  private static boolean isReady(Endpoint endpoint) {
    return endpoint.getConditions().getReady();
  }
}
