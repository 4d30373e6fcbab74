package dev.coxswain.integration.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.integration.linearizability.Operation.Action;
import dev.coxswain.integration.linearizability.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The judge itself is judged: by histories of which a look tells whether they are in order.
class LinearizationTest {
  private static final Outcome DONE = new Outcome.Done();
  private static final Outcome UNKNOWN = new Outcome.Unknown();

  private static Operation create(long from, long to, String value, Outcome outcome) {
    return new Operation(from, to, new Action.Create(value), outcome);
  }

  private static Operation replace(long from, long to, String old, String value, Outcome outcome) {
    return new Operation(from, to, new Action.Replace(old, value), outcome);
  }

  private static Operation remove(long from, long to, Outcome outcome) {
    return new Operation(from, to, new Action.Remove(Optional.empty()), outcome);
  }

  private static Operation read(long from, long to, String value) {
    return new Operation(from, to, new Action.Read(), new Outcome.Found(value));
  }

  private static Operation readNothing(long from, long to) {
    return new Operation(from, to, new Action.Read(), new Outcome.Missing());
  }

  static Stream<Arguments> inOrder() {
    return Stream.of(
        arguments("nothing happened", List.of()),
        arguments("one after the other", List.of(create(1, 2, "a", DONE), read(3, 4, "a"))),
        arguments(
            "two at once, seen in either order",
            List.of(create(1, 9, "a", DONE), readNothing(2, 3), read(4, 5, "a"))),
        arguments(
            "of two replacements of one version, one is refused",
            List.of(
                create(1, 2, "a", DONE),
                replace(3, 6, "a", "b", new Outcome.Conflict()),
                replace(4, 7, "a", "c", DONE))),
        arguments(
            "an unknown write that took effect late",
            List.of(create(1, Operation.NEVER, "a", UNKNOWN), readNothing(2, 3), read(4, 5, "a"))),
        arguments(
            "an unknown write that never did",
            List.of(
                create(1, 2, "a", DONE),
                replace(3, Operation.NEVER, "a", "b", UNKNOWN),
                read(4, 5, "a"),
                remove(6, 7, DONE),
                create(8, 9, "c", DONE))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("inOrder")
  void anOrderIsFound(String name, List<Operation> history) {
    assertThat(Linearization.flaw(history)).as(name).isEmpty();
  }

  static Stream<Arguments> outOfOrder() {
    return Stream.of(
        arguments("a lost write", List.of(create(1, 2, "a", DONE), readNothing(3, 4))),
        arguments(
            "a stale read",
            List.of(create(1, 2, "a", DONE), replace(3, 4, "a", "b", DONE), read(5, 6, "a"))),
        arguments(
            "what was read is gone again",
            List.of(create(1, 9, "a", DONE), read(2, 3, "a"), readNothing(4, 5))),
        arguments(
            "two replacements of one version",
            List.of(
                create(1, 2, "a", DONE),
                replace(3, 6, "a", "b", DONE),
                replace(4, 7, "a", "c", DONE))),
        arguments(
            "a write seen before it was asked for",
            List.of(read(1, 2, "a"), create(3, 4, "a", DONE))),
        arguments(
            "an unknown write that took effect twice",
            List.of(
                create(1, Operation.NEVER, "a", UNKNOWN),
                read(2, 3, "a"),
                remove(4, 5, DONE),
                read(6, 7, "a"))),
        arguments("a refusal without a reason", List.of(create(1, 2, "a", new Outcome.Exists()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outOfOrder")
  void noOrderIsFound(String name, List<Operation> history) {
    assertThat(Linearization.flaw(history)).as(name).isPresent();
  }

  /// Thousands of operations of eight clients on a register that works, and the same with one
  /// answer changed.
  @Test
  void aLongHistoryIsJudgedInTime() {
    var random = new Random(7);
    var history = new ArrayList<Operation>();
    history.add(create(0, 1, "0", DONE));
    for (int i = 1; i < 5000; i++) {
      long at = i * 10L;
      var action = new Action.Replace(String.valueOf(i - 1), String.valueOf(i));
      history.add(
          i % 100 == 0
              ? new Operation(at - random.nextLong(35), Operation.NEVER, action, UNKNOWN)
              : new Operation(at - random.nextLong(35), at + random.nextLong(35), action, DONE));
    }
    assertThat(Linearization.flaw(history)).isEmpty();
    history.add(read(2600 * 10 + 400, 2600 * 10 + 401, "17"));
    assertThat(Linearization.flaw(history)).isPresent();
  }
}
