package dev.coxswain.integration.linearizability;

import dev.coxswain.integration.linearizability.Operation.Held;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether the operations on one key can be put in one order that explains every answer and in
/// which nothing comes before what had ended when it began: the search of Wing and Gong, which
/// remembers where it has been. An operation of unknown outcome may come anywhere after it began,
/// or nowhere.
final class Linearization {
  private final List<Operation> answered;
  private final List<Operation> unknown;
  private final Set<Point> seen = new HashSet<>();
  private final ArrayDeque<Point> open = new ArrayDeque<>();

  private Linearization(List<Operation> history) {
    var byStart = Comparator.comparingLong(Operation::invoked);
    this.answered = history.stream().filter(o -> !o.isUnknown()).sorted(byStart).toList();
    this.unknown = history.stream().filter(Operation::isUnknown).sorted(byStart).toList();
  }

  /// Why the history has no such order; empty if it has one. The key holds nothing at first.
  static Optional<String> flaw(List<Operation> history) {
    return new Linearization(history).search();
  }

  /// How far an order has come.
  ///
  /// @param first all answered operations before this one are in the order
  /// @param ahead those after `first` that are too, counted from it
  /// @param tookEffect the unknown operations that are
  private record Point(int first, BitSet ahead, BitSet tookEffect, Held held) {}

  private Optional<String> search() {
    reach(new Point(0, new BitSet(), new BitSet(), Held.NOTHING));
    var furthest = open.getLast();
    while (!open.isEmpty()) {
      var point = open.removeLast();
      if (point.first() == answered.size()) {
        return Optional.empty();
      }
      furthest = point.first() > furthest.first() ? point : furthest;
      extend(point);
    }
    return Optional.of(
        "no order explains %s after %s; near it: %s"
            .formatted(answered.get(furthest.first()), furthest.held(), around(furthest.first())));
  }

  private List<Operation> around(int index) {
    return answered.subList(Math.max(0, index - 5), Math.min(answered.size(), index + 6));
  }

  // What is pushed last is tried first: the answered operations, the earliest of all first.
  private void extend(Point point) {
    long earliestEnd = Operation.NEVER;
    var next = new ArrayDeque<Integer>();
    for (int i = point.first(); i < answered.size(); i++) {
      if (answered.get(i).invoked() > earliestEnd) {
        break;
      }
      if (!point.ahead().get(i - point.first())) {
        earliestEnd = Math.min(earliestEnd, answered.get(i).returned());
        next.push(i);
      }
    }
    for (int i = 0; i < unknown.size() && unknown.get(i).invoked() <= earliestEnd; i++) {
      if (!point.tookEffect().get(i)) {
        takeEffect(point, i);
      }
    }
    next.forEach(i -> answer(point, i));
  }

  private void takeEffect(Point point, int index) {
    unknown
        .get(index)
        .after(point.held())
        .filter(held -> !held.equals(point.held()))
        .ifPresent(held -> {
          var effects = (BitSet) point.tookEffect().clone();
          effects.set(index);
          reach(new Point(point.first(), point.ahead(), effects, held));
        });
  }

  private void answer(Point point, int index) {
    answered
        .get(index)
        .after(point.held())
        .ifPresent(held -> {
          var ahead = (BitSet) point.ahead().clone();
          ahead.set(index - point.first());
          int done = ahead.nextClearBit(0);
          reach(
              new Point(
                  point.first() + done,
                  ahead.get(done, Math.max(done, ahead.length())),
                  point.tookEffect(),
                  held));
        });
  }

  private void reach(Point point) {
    if (seen.add(point)) {
      open.addLast(point);
    }
  }
}
