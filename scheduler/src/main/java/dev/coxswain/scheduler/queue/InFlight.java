package dev.coxswain.scheduler.queue;

import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What happens while the scheduler is at work on pods: one log of events, as long as the oldest
/// flight needs it.
final class InFlight {
  /// What a pod missed.
  ///
  /// @param pod how it looks by now
  record Missed(PodView pod, List<ClusterEvent> events) {}

  private record Flight(PodView pod, long since) {}

  private final SequencedMap<String, Flight> flights = new LinkedHashMap<>();
  private final ArrayList<ClusterEvent> log = new ArrayList<>();
  private long start;

  void start(PodView pod) {
    flights.put(pod.uid(), new Flight(pod, start + log.size()));
  }

  boolean contains(String uid) {
    return flights.containsKey(uid);
  }

  void update(PodView pod) {
    flights.computeIfPresent(pod.uid(), (_, flight) -> new Flight(pod, flight.since()));
  }

  void happened(ClusterEvent event) {
    if (!flights.isEmpty()) {
      log.add(event);
    }
  }

  /// Ends a flight; empty if the pod is gone by now.
  Optional<Missed> finish(String uid) {
    var flight = flights.remove(uid);
    if (flight == null) {
      return Optional.empty();
    }
    var events = List.copyOf(log.subList((int) (flight.since() - start), log.size()));
    trim();
    return Optional.of(new Missed(flight.pod(), events));
  }

  /// Ends a flight of which nobody asks what it missed.
  void forget(String uid) {
    flights.remove(uid);
    trim();
  }

  private void trim() {
    long needed = flights.isEmpty() ? start + log.size() : flights.firstEntry().getValue().since();
    if (needed > start) {
      log.subList(0, (int) (needed - start)).clear();
      start = needed;
    }
  }
}
