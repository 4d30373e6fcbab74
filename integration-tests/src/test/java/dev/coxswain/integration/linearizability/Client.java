package dev.coxswain.integration.linearizability;

import dev.coxswain.integration.linearizability.ConfigMaps.Answer;
import dev.coxswain.integration.linearizability.Operation.Action;
import dev.coxswain.integration.linearizability.Operation.Outcome;
import dev.coxswain.integration.simulation.Chance;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/// One of those who all write to the same few keys: reads, creates, replaces and removes at random,
/// and tells what it asked and what it heard.
///
/// @param label makes the values that it writes its own
/// @param record is told of every operation, with its key
record Client(
    String label,
    ConfigMaps maps,
    List<String> keys,
    Chance chance,
    BiConsumer<String, Operation> record) {
  private static final long LOOK_AGAIN_MILLIS = 50;

  /// The version of an object that a client has seen last.
  private record Version(String value, String resourceVersion) {}

  /// Goes on until it is stopped.
  void run(BooleanSupplier stopped) throws InterruptedException {
    Map<String, Version> known = new HashMap<>();
    for (int i = 0; !stopped.getAsBoolean(); i++) {
      String key = chance.pick(keys);
      if (!act(key, choose(known.get(key), label + i), known)) {
        known.clear();
        awaitServer(stopped);
      }
    }
  }

  private Action choose(Version seen, String value) {
    int dice = chance.below(10);
    if (seen == null) {
      return dice < 5 ? new Action.Create(value) : new Action.Read();
    }
    return switch (dice) {
      case 0, 1, 2 -> new Action.Read();
      case 3 -> new Action.Create(value);
      case 4 -> new Action.Remove(Optional.of(seen.value()));
      case 5 -> new Action.Remove(chance.oneIn(4) ? Optional.empty() : Optional.of(seen.value()));
      default -> new Action.Replace(seen.value(), value);
    };
  }

  /// Whether there was an answer.
  private boolean act(String key, Action action, Map<String, Version> known)
      throws InterruptedException {
    long invoked = System.nanoTime();
    try {
      var answer = ask(key, action, Optional.ofNullable(known.get(key)));
      long returned = System.nanoTime();
      if (answer.code() >= 500) {
        return lost(key, action, invoked);
      }
      if (answer.code() == 429) {
        return true;
      }
      record.accept(key, new Operation(invoked, returned, action, outcome(action, answer)));
      learn(key, action, answer, known);
      return true;
    } catch (ConnectException | HttpConnectTimeoutException _) {
      return false; // nothing was asked
    } catch (IOException _) {
      return lost(key, action, invoked);
    }
  }

  private boolean lost(String key, Action action, long invoked) {
    if (!(action instanceof Action.Read)) {
      record.accept(key, new Operation(invoked, Operation.NEVER, action, new Outcome.Unknown()));
    }
    return false;
  }

  private Answer ask(String key, Action action, Optional<Version> seen)
      throws IOException, InterruptedException {
    return switch (action) {
      case Action.Read() -> maps.get(key);
      case Action.Create(var value) -> maps.create(key, value);
      case Action.Replace(_, var value) ->
          maps.replace(key, seen.orElseThrow().resourceVersion(), value);
      case Action.Remove(var expected) ->
          maps.remove(
              key,
              expected.isEmpty()
                  ? Map.of()
                  : Map.of("resourceVersion", seen.orElseThrow().resourceVersion()));
    };
  }

  private static Outcome outcome(Action action, Answer answer) {
    return switch (answer.code()) {
      case 200, 201 ->
          action instanceof Action.Read ? new Outcome.Found(answer.value()) : new Outcome.Done();
      case 404 -> new Outcome.Missing();
      case 409 ->
          answer.reason().equals("AlreadyExists") ? new Outcome.Exists() : new Outcome.Conflict();
      default -> throw new AssertionError(action + " was answered with " + answer);
    };
  }

  private static void learn(String key, Action action, Answer answer, Map<String, Version> known) {
    if (answer.code() >= 400 || action instanceof Action.Remove) {
      known.remove(key);
    } else {
      known.put(key, new Version(answer.value(), answer.resourceVersion()));
    }
  }

  private void awaitServer(BooleanSupplier stopped) throws InterruptedException {
    while (!stopped.getAsBoolean() && !maps.ready()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
  }
}
