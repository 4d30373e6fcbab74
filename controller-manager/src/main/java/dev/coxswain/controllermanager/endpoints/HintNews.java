package dev.coxswain.controllermanager.endpoints;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.EventRecorder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells on services whether their endpoints have topology hints.
final class HintNews {
  private final EventRecorder events;
  private final Set<ObjectKey> hinted = ConcurrentHashMap.newKeySet();

  HintNews(EventRecorder events) {
    this.events = events;
  }

  /// The service asks for hints.
  ///
  /// @param types its address types
  /// @param refusals why some of them have none
  void asked(Service service, List<String> types, Map<String, String> refusals) {
    var key = Metadata.key(service);
    for (var type : types) {
      if (refusals.containsKey(type)) {
        hinted.remove(key);
        disabled(service, refusals.get(type), type);
      } else if (hinted.add(key)) {
        events.event(
            service,
            EventRecorder.NORMAL,
            "TopologyAwareHintsEnabled",
            "Topology Aware Hints has been enabled, addressType: " + type);
      }
    }
  }

  /// The service doesn't ask for hints, or not any more.
  void notAsked(Service service, List<String> types) {
    if (hinted.remove(Metadata.key(service))) {
      disabled(service, "Topology Aware Hints has been disabled", types.getFirst());
    }
  }

  void forget(ObjectKey service) {
    hinted.remove(service);
  }

  private void disabled(Service service, String why, String type) {
    events.event(
        service,
        EventRecorder.WARNING,
        "TopologyAwareHintsDisabled",
        why + ", addressType: " + type);
  }
}
