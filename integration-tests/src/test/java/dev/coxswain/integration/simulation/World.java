package dev.coxswain.integration.simulation;

import java.util.SplittableRandom;

/// What all programs share.
record World(
    SimulatedClock clock,
    SplittableRandom random,
    SimulatedApiServer server,
    Network network,
    Trace trace) {

  static World of(long seed) {
    var clock = new SimulatedClock();
    var random = new SplittableRandom(seed);
    var server = new SimulatedApiServer(clock, random.split());
    return new World(clock, random, server, new Network(), new Trace(clock));
  }

  /// Choices that do not depend on how many others make.
  Chance chance() {
    return new Chance(random.split());
  }
}
