package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.controllermanager.node.Zones.Standing;
import java.util.HashMap;
import java.util.Map;

/// Counts the nodes of zones as they come, go and change, so that nobody has to look at all of them
/// to judge one.
final class ZoneCensus {
  private final Map<ObjectKey, Standing> standings = new HashMap<>();
  private Zones zones;

  ZoneCensus(Zones.Rates rates) {
    zones = Zones.none(rates);
  }

  synchronized void put(Node node) {
    var now = Standing.of(node);
    var before = standings.put(Metadata.key(node), now);
    if (now.equals(before)) {
      return;
    }
    if (before != null) {
      zones = zones.without(before);
    }
    zones = zones.with(now);
  }

  synchronized void remove(Node node) {
    var before = standings.remove(Metadata.key(node));
    if (before != null) {
      zones = zones.without(before);
    }
  }

  /// The zones, a node of which was just found to be like this; if there is no such node any more,
  /// without it.
  synchronized Zones judged(Node node) {
    if (standings.containsKey(Metadata.key(node))) {
      put(node);
    }
    return zones;
  }
}
