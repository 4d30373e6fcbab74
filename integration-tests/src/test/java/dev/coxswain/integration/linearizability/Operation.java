package dev.coxswain.integration.linearizability;

import java.util.Optional;

/// What one client did to one key, and what it heard of it.
///
/// @param invoked when the client asked, in nanoseconds of a clock that all clients share
/// @param returned when the client had its answer; [#NEVER] if it got none
record Operation(long invoked, long returned, Action action, Outcome outcome) {
  static final long NEVER = Long.MAX_VALUE;

  /// What was asked. No two writes of a history write the same value, so that a value names the
  /// version of the object that holds it.
  sealed interface Action {
    record Read() implements Action {}

    record Create(String value) implements Action {}

    /// @param expected what the version that the client named holds
    record Replace(String expected, String value) implements Action {}

    /// @param expected what the version that the client named holds, if it named one
    record Remove(Optional<String> expected) implements Action {}
  }

  /// What was answered.
  sealed interface Outcome {
    record Done() implements Outcome {}

    record Found(String value) implements Outcome {}

    record Missing() implements Outcome {}

    record Exists() implements Outcome {}

    record Conflict() implements Outcome {}

    /// Nobody knows whether it took effect, or will.
    record Unknown() implements Outcome {}
  }

  boolean isUnknown() {
    return outcome instanceof Outcome.Unknown;
  }

  /// What the key holds after this operation if it held `before`; empty if the operation could not
  /// have been answered so.
  Optional<Held> after(Held before) {
    return switch (action) {
      case Action.Read() ->
          accept(before, before.value().<Outcome>map(Outcome.Found::new).orElse(MISSING));
      case Action.Create(var value) ->
          before.value().isPresent() ? accept(before, EXISTS) : accept(Held.of(value), DONE);
      case Action.Replace(var expected, var value) ->
          compared(before, Optional.of(expected), Held.of(value));
      case Action.Remove(var expected) -> compared(before, expected, Held.NOTHING);
    };
  }

  private Optional<Held> compared(Held before, Optional<String> expected, Held next) {
    if (before.value().isEmpty()) {
      return accept(before, MISSING);
    }
    return expected.isPresent() && !expected.equals(before.value())
        ? accept(before, CONFLICT)
        : accept(next, DONE);
  }

  private Optional<Held> accept(Held next, Outcome truth) {
    return isUnknown() || outcome.equals(truth) ? Optional.of(next) : Optional.empty();
  }

  private static final Outcome DONE = new Outcome.Done();
  private static final Outcome MISSING = new Outcome.Missing();
  private static final Outcome EXISTS = new Outcome.Exists();
  private static final Outcome CONFLICT = new Outcome.Conflict();

  /// What a key holds.
  record Held(Optional<String> value) {
    static final Held NOTHING = new Held(Optional.empty());

    static Held of(String value) {
      return new Held(Optional.of(value));
    }
  }
}
