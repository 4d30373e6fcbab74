package dev.coxswain.integration.simulation;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.InformerFactory;
import java.time.Duration;
import java.time.Instant;

/// A process of the cluster, driven step by step. It can end at any time, and start again knowing
/// nothing.
abstract class Program {
  private static final Duration SHORT_PAUSE = Duration.ofMillis(20);
  private static final Duration LONG_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_RESTART = Duration.ofSeconds(20);

  private final String name;
  private final World world;
  private final Chance chance;
  private final Link link;
  private Instant wakesAt;
  private Instant informersRetryAt = Instant.MIN;
  private boolean running;
  private int runs;

  Program(String name, World world) {
    this.name = name;
    this.world = world;
    this.chance = world.chance();
    this.link = new Link(world.network(), chance, this::wakeBy);
    this.wakesAt = world.clock().instant();
  }

  String name() {
    return name;
  }

  boolean isRunning() {
    return running;
  }

  Link link() {
    return link;
  }

  Instant wakesAt() {
    return wakesAt;
  }

  /// Has it make its next step no later than that.
  void wakeBy(Instant time) {
    if (running && time.isBefore(wakesAt)) {
      wakesAt = time;
    }
  }

  /// Something was written: it looks soon, when exactly is left to chance.
  void nudge() {
    wakeBy(now().plus(chance.upTo(SHORT_PAUSE)));
  }

  final void start() {
    runs++;
    running = true;
    wakesAt = now().plus(chance.upTo(LONG_PAUSE));
    informersRetryAt = Instant.MIN;
    world.trace().add(name, "starts");
    boot(new SimulatedApiClient(world.server(), world.clock(), link, name));
  }

  /// Ends without a word to anybody; it is started again after a while.
  final void crash(String why) {
    if (running) {
      world
          .network()
          .happens(
              this instanceof Leader leader && leader.isLeading()
                  ? "leader ended"
                  : "program ended");
      end(why, now().plus(chance.upTo(LONGEST_RESTART)));
    }
  }

  final void end(String why, Instant startsAgain) {
    world.trace().add(name, "ends: " + why);
    running = false;
    link.closeWatches();
    wakesAt = startsAgain;
  }

  final void makeStep() {
    world.trace().acting(name);
    if (!running) {
      start();
      return;
    }
    boolean busy = step();
    wakesAt = now().plus(busy ? chance.upTo(SHORT_PAUSE) : chance.upTo(LONG_PAUSE));
    beforeSleep();
  }

  /// Begins a new life with a new client.
  abstract void boot(SimulatedApiClient client);

  /// Does one of the things that are to be done.
  ///
  /// @return whether there may be more
  abstract boolean step();

  /// Sees to it that the next step comes in time.
  void beforeSleep() {}

  /// Different in each life.
  String identity() {
    return name + "_" + runs;
  }

  Chance chance() {
    return chance;
  }

  World world() {
    return world;
  }

  Instant now() {
    return world.clock().instant();
  }

  /// Lets the informers catch up; a server out of reach is tried again after a pause.
  boolean follow(InformerFactory informers) {
    if (now().isBefore(informersRetryAt)) {
      wakeBy(informersRetryAt);
      return false;
    }
    try {
      return informers.stepAll();
    } catch (ApiException e) {
      informersRetryAt = now().plus(link.retryPause());
      return false;
    }
  }
}
