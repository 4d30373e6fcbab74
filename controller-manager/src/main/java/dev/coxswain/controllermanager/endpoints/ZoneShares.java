package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which share of the cluster's processors each zone has: as many clients are expected there. Pure.
///
/// @param byZone shares from 0 to 1, of two zones at least; empty when nodes don't tell enough
record ZoneShares(Map<String, Double> byZone) {
  private static final String ROLE = "node-role.kubernetes.io/";

  ZoneShares {
    byZone = new TreeMap<>(byZone);
  }

  /// One node's part.
  private record Part(String zone, long cpuMillis) {}

  static ZoneShares of(List<Node> nodes) {
    var cpus = new TreeMap<String, Long>();
    long total = 0;
    for (var node : nodes) {
      if (!takesPart(node)) {
        continue;
      }
      var part = part(node);
      if (part.zone().isEmpty() || part.cpuMillis() == 0) {
        return new ZoneShares(Map.of());
      }
      cpus.merge(part.zone(), part.cpuMillis(), Long::sum);
      total += part.cpuMillis();
    }
    return cpus.size() < 2 ? new ZoneShares(Map.of()) : shares(cpus, total);
  }

  private static ZoneShares shares(Map<String, Long> cpus, long total) {
    var shares = new TreeMap<String, Double>();
    cpus.forEach((zone, millis) -> shares.put(zone, (double) millis / total));
    return new ZoneShares(shares);
  }

  // Control planes have no clients worth counting, and nodes that are not ready have none.
  private static boolean takesPart(Node node) {
    var metadata = node.getMetadata();
    return !metadata.containsLabels(ROLE + "control-plane")
        && !metadata.containsLabels(ROLE + "master")
        && node.getStatus().getConditionsList().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  private static Part part(Node node) {
    var cpu = Optional.ofNullable(node.getStatus().getAllocatableMap().get("cpu"));
    return new Part(
        node.getMetadata().getLabelsOrDefault(SlicesOfService.ZONE, ""),
        cpu.map(quantity -> Amount.of(quantity).milliValue()).orElse(0L));
  }

  /// Whether the change of a node changes shares.
  static boolean differ(Node before, Node after) {
    return takesPart(before) != takesPart(after) || !part(before).equals(part(after));
  }
}
