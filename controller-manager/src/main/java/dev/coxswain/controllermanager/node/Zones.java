package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Node;
import java.util.HashMap;
import java.util.Map;

/// How the zones of the cluster are, and how fast pods may be driven away there. Pure.
///
/// Where many nodes fall silent at once the fault is more likely in between than in the nodes: then
/// pods are driven away slowly, or not at all.
public final class Zones {
  private static final String REGION = "topology.kubernetes.io/region";
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final int FEW = 2;

  /// How many nodes of a zone may lose their pods, per second.
  ///
  /// @param normal where most nodes are well, and where none is
  /// @param reduced where too many are not, if the zone is large; else none
  /// @param unhealthyShare how many are too many, as a share
  /// @param large more nodes than this make a zone large
  public record Rates(double normal, double reduced, double unhealthyShare, int large) {
    public Rates {
      if (normal < 0 || reduced < 0 || unhealthyShare < 0 || unhealthyShare > 1) {
        throw new IllegalArgumentException(
            "wants rates >= 0 and a share from 0 to 1, got %s, %s and %s"
                .formatted(normal, reduced, unhealthyShare));
      }
    }
  }

  private record Counts(int ready, int notReady) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(boolean isReady, int by) {
      return isReady ? new Counts(ready + by, notReady) : new Counts(ready, notReady + by);
    }

    boolean isDown() {
      return ready == 0 && notReady > 0;
    }

    boolean isUnhealthy(double share) {
      return notReady > FEW && (double) notReady / (notReady + ready) >= share;
    }
  }

  private final Map<String, Counts> counts;
  private final Rates rates;

  private Zones(Map<String, Counts> counts, Rates rates) {
    this.counts = counts;
    this.rates = rates;
  }

  /// What counts of a node.
  record Standing(String zone, boolean ready) {
    static Standing of(Node node) {
      return new Standing(Zones.of(node), NodeHealth.isReady(node));
    }
  }

  /// Of a cluster without nodes.
  static Zones none(Rates rates) {
    return new Zones(Map.of(), rates);
  }

  /// With one node more.
  Zones with(Standing node) {
    return changed(node, 1);
  }

  /// Without one of the nodes.
  Zones without(Standing node) {
    return changed(node, -1);
  }

  private Zones changed(Standing node, int by) {
    var after = new HashMap<>(counts);
    var zone = counts.getOrDefault(node.zone(), Counts.NONE).plus(node.ready(), by);
    if (zone.equals(Counts.NONE)) {
      after.remove(node.zone());
    } else {
      after.put(node.zone(), zone);
    }
    return new Zones(after, rates);
  }

  static String of(Node node) {
    var labels = node.getMetadata().getLabelsMap();
    return labels.getOrDefault(REGION, "") + "/" + labels.getOrDefault(ZONE, "");
  }

  /// Whether no node of any zone is ready: then it is we who are cut off.
  boolean areAllDown() {
    return counts.values().stream().allMatch(Counts::isDown);
  }

  /// Nodes per second.
  double rate(String zone) {
    var zoneCounts = counts.getOrDefault(zone, Counts.NONE);
    if (zoneCounts.isDown() || !zoneCounts.isUnhealthy(rates.unhealthyShare())) {
      return rates.normal();
    }
    return zoneCounts.ready() + zoneCounts.notReady() > rates.large() ? rates.reduced() : 0;
  }
}
