package dev.coxswain.apiserver.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who sits and who waits. Flows of a level take turns; a level may borrow seats that others leave
/// empty and may lend. Not safe for threads: its owner holds a lock.
///
/// @param <W> what stands for a waiting request
final class SeatMap<W> {
  private static final class Occupancy<W> {
    private int seated;
    private int waiting;

    /// In the order of turns: the flow in front is next.
    private final Map<Flow, Deque<W>> queues = new LinkedHashMap<>();
  }

  private final int totalSeats;
  private final Map<String, Occupancy<W>> occupancies = new LinkedHashMap<>();
  private Map<String, Level> levels;

  SeatMap(int totalSeats, Map<String, Level> levels) {
    this.totalSeats = totalSeats;
    this.levels = Map.copyOf(levels);
  }

  /// Other levels from now on; who sits or waits goes on doing so.
  void reshare(Map<String, Level> others) {
    levels = Map.copyOf(others);
  }

  Level level(String name) {
    return Optional.ofNullable(levels.get(name)).orElseGet(() -> Level.fallback(name, totalSeats));
  }

  /// Takes a seat if there is one and nobody of the level waits for it.
  boolean sit(Flow flow) {
    var level = level(flow.level());
    var occupancy = occupancy(flow.level());
    if (occupancy.waiting > 0 || !hasSeat(level, occupancy)) {
      return false;
    }
    occupancy.seated++;
    return true;
  }

  /// Lines up; false if the line is full.
  boolean line(Flow flow, W request) {
    var level = level(flow.level());
    var occupancy = occupancy(flow.level());
    var queue = occupancy.queues.computeIfAbsent(flow, _ -> new ArrayDeque<>());
    if (queue.size() >= level.queueLength() || occupancy.waiting >= level.maxWaiting()) {
      if (queue.isEmpty()) {
        occupancy.queues.remove(flow);
      }
      return false;
    }
    queue.add(request);
    occupancy.waiting++;
    return true;
  }

  /// Leaves the line; false if the request does not wait any more, because it has been seated.
  boolean leave(Flow flow, W request) {
    var occupancy = occupancy(flow.level());
    var queue = occupancy.queues.get(flow);
    if (queue == null || !queue.remove(request)) {
      return false;
    }
    occupancy.waiting--;
    if (queue.isEmpty()) {
      occupancy.queues.remove(flow);
    }
    return true;
  }

  /// Gives a seat back.
  void rise(Flow flow) {
    occupancy(flow.level()).seated--;
  }

  /// Seats the next request that waits, of whatever level; empty if none can be seated.
  Optional<W> seatNext() {
    for (var entry : occupancies.entrySet()) {
      var occupancy = entry.getValue();
      if (occupancy.waiting > 0 && hasSeat(level(entry.getKey()), occupancy)) {
        occupancy.seated++;
        return Optional.of(nextOf(occupancy));
      }
    }
    return Optional.empty();
  }

  int seated(String level) {
    return occupancy(level).seated;
  }

  int waiting(String level) {
    return occupancy(level).waiting;
  }

  /// The flow in front gives its first request and goes to the end.
  private static <W> W nextOf(Occupancy<W> occupancy) {
    var first = occupancy.queues.entrySet().iterator().next();
    var flow = first.getKey();
    var queue = first.getValue();
    var request = queue.remove();
    occupancy.waiting--;
    occupancy.queues.remove(flow);
    if (!queue.isEmpty()) {
      occupancy.queues.put(flow, queue);
    }
    return request;
  }

  /// Its own seats are always a level's to take; those beyond, while others keep what they reserve.
  private boolean hasSeat(Level level, Occupancy<W> occupancy) {
    if (occupancy.seated < level.seats()) {
      return true;
    }
    if (occupancy.seated >= level.maxSeats()) {
      return false;
    }
    int taken = occupancies.values().stream().mapToInt(other -> other.seated).sum();
    int kept =
        levels.values().stream()
            .filter(other -> !other.name().equals(level.name()))
            .mapToInt(other -> Math.max(0, other.reserved() - seatedNow(other.name())))
            .sum();
    return taken + kept < totalSeats;
  }

  private int seatedNow(String level) {
    var occupancy = occupancies.get(level);
    return occupancy == null ? 0 : occupancy.seated;
  }

  private Occupancy<W> occupancy(String level) {
    return occupancies.computeIfAbsent(level, _ -> new Occupancy<>());
  }
}
