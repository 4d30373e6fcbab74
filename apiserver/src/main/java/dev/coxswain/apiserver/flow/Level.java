package dev.coxswain.apiserver.flow;

import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a priority level grants.
///
/// @param seats that its requests may take even when all others are busy
/// @param reserved how many of them nobody else may borrow
/// @param maxSeats what it may take with what it borrows
/// @param queueLength how many requests of one flow may wait; 0 lets none wait
/// @param maxWaiting how many may wait in all
record Level(
    String name,
    boolean exempt,
    int seats,
    int reserved,
    int maxSeats,
    int queueLength,
    int maxWaiting) {
  private static final int FALLBACK_QUEUE = 50;
  private static final int PERCENT = 100;

  /// Shares seats among the levels in the ratio of their nominal shares, rounded up.
  static Map<String, Level> share(int totalSeats, List<PriorityLevelConfiguration> configurations) {
    double shares =
        configurations.stream()
            .filter(configuration -> !isExempt(configuration))
            .mapToInt(Level::shares)
            .sum();
    var levels = new LinkedHashMap<String, Level>();
    for (var configuration : configurations) {
      var level = of(configuration, totalSeats, shares);
      levels.put(level.name(), level);
    }
    return levels;
  }

  /// For requests of a level that does not exist (yet).
  static Level fallback(String name, int totalSeats) {
    return new Level(name, false, totalSeats, 0, totalSeats, FALLBACK_QUEUE, totalSeats * 2);
  }

  private static Level of(
      PriorityLevelConfiguration configuration, int totalSeats, double allShares) {
    var name = configuration.getMetadata().getName();
    if (isExempt(configuration)) {
      return new Level(name, true, 0, 0, 0, 0, 0);
    }
    var limited = configuration.getSpec().getLimited();
    int seats = (int) Math.ceil(totalSeats * shares(configuration) / Math.max(1, allShares));
    int lendable = Math.round(seats * limited.getLendablePercent() / (float) PERCENT);
    int borrowing =
        limited.hasBorrowingLimitPercent()
            ? Math.round(seats * limited.getBorrowingLimitPercent() / (float) PERCENT)
            : totalSeats;
    var queuing = limited.getLimitResponse().getQueuing();
    boolean queues = limited.getLimitResponse().getType().equals("Queue");
    int length = queues ? queuing.getQueueLengthLimit() : 0;
    return new Level(
        name,
        false,
        seats,
        seats - lendable,
        Math.min(totalSeats, seats + borrowing),
        length,
        length * queuing.getQueues());
  }

  private static int shares(PriorityLevelConfiguration configuration) {
    return configuration.getSpec().getLimited().getNominalConcurrencyShares();
  }

  private static boolean isExempt(PriorityLevelConfiguration configuration) {
    return configuration.getSpec().getType().equals("Exempt");
  }
}
