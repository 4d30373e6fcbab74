package dev.coxswain.integration.simulation;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The way from one program to the API server, and what happens to calls and watches on it.
final class Link {
  private final Network network;
  private final Chance chance;
  private final Consumer<Instant> wake;
  private final List<SimulatedWatch> watches = new ArrayList<>();
  private boolean cut;

  /// @param wake has the program make a step at a time
  Link(Network network, Chance chance, Consumer<Instant> wake) {
    this.network = network;
    this.chance = chance;
    this.wake = wake;
  }

  <T> T read(Supplier<T> call) {
    failBefore();
    return call.get();
  }

  /// The call may fail, or succeed without the caller being told, or be the caller's last.
  <T> T write(String what, Supplier<T> call) {
    failBefore();
    boolean crash = chance.oneIn(network.crashOneIn);
    if (crash && chance.oneIn(2)) {
      network.happens("crash before a write");
      throw new SimulatedCrash("before " + what);
    }
    var answer = call.get();
    if (crash) {
      network.happens("crash after a write");
      throw new SimulatedCrash("after " + what);
    }
    if (chance.oneIn(network.loseAnswerOneIn)) {
      network.happens("answer lost");
      throw ApiException.of(new Refusal.Timeout("simulated: the answer got lost", 0));
    }
    return answer;
  }

  private void failBefore() {
    if (cut || chance.oneIn(network.failOneIn)) {
      network.happens(cut ? "call while cut off" : "call failed");
      throw ApiException.of(new Refusal.ServiceUnavailable("simulated: not reachable"));
    }
  }

  SimulatedWatch opened(SimulatedWatch watch) {
    watches.removeIf(SimulatedWatch::ended);
    watches.add(watch);
    return watch;
  }

  /// When something sent now arrives.
  Instant arrival(Instant now) {
    return network.delay.isZero() ? now : now.plus(chance.upTo(network.delay));
  }

  void wakeAt(Instant time) {
    wake.accept(time);
  }

  /// Ends every watch; some readers have to list anew.
  void dropWatches() {
    for (var watch : List.copyOf(watches)) {
      if (chance.oneIn(3)) {
        network.happens("watch expired");
        watch.forget();
      } else {
        network.happens("watch dropped");
        watch.close();
      }
    }
  }

  void closeWatches() {
    List.copyOf(watches).forEach(SimulatedWatch::close);
    watches.clear();
  }

  void cut() {
    cut = true;
    closeWatches();
  }

  void mend() {
    cut = false;
  }

  /// The pause before a failed list or watch is tried again.
  Duration retryPause() {
    return chance.between(Duration.ofMillis(200), Duration.ofSeconds(2));
  }
}
