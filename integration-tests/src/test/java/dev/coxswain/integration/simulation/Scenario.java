package dev.coxswain.integration.simulation;

import static dev.coxswain.integration.simulation.Fault.changeAppsEvery;
import static dev.coxswain.integration.simulation.Fault.crashAtOneWriteIn;
import static dev.coxswain.integration.simulation.Fault.crashProgramEvery;
import static dev.coxswain.integration.simulation.Fault.cutOffEvery;
import static dev.coxswain.integration.simulation.Fault.delayMessagesUpTo;
import static dev.coxswain.integration.simulation.Fault.deletePodEvery;
import static dev.coxswain.integration.simulation.Fault.dropWatchesEvery;
import static dev.coxswain.integration.simulation.Fault.failOneCallIn;
import static dev.coxswain.integration.simulation.Fault.killNodeEvery;
import static dev.coxswain.integration.simulation.Fault.loseOneAnswerIn;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/// What a seed makes happen: most are small clusters on which much goes wrong in little time, a few
/// are larger and live longer.
final class Scenario {
  private static final int LARGE_ONE_IN = 100;
  private static final int FORGETFUL_ONE_IN = 8;
  private static final int MOST_KINDS_IN_SMALL = 2;

  private enum Kind {
    DEPLOYMENT("deployment"),
    SCALED("autoscaler"),
    STATEFUL("stateful set with volumes"),
    BATCH("job"),
    DAEMON("daemon set");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final long seed;
  private final Random random;
  private final Set<String> seen = new TreeSet<>();
  private SimulatedCluster cluster;

  private Scenario(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.cluster = new SimulatedCluster(seed);
  }

  /// Runs until every fault had its chance and everything is as users want it; then nobody has
  /// anything more to do.
  ///
  /// @return what there was in it, in words
  /// @throws AssertionError if something that must hold did not
  static Set<String> run(long seed) {
    var scenario = chaos(seed);
    scenario.cluster.heal();
    scenario.cluster.runUntilSettled(ofMinutes(8));
    scenario.cluster.expectQuiet(isLarge(seed) ? ofMinutes(2) : ofSeconds(20));
    scenario.seen.addAll(scenario.cluster.network().happened());
    return scenario.seen;
  }

  /// What happened before all was healed, line by line.
  static List<String> trace(long seed) {
    return chaos(seed).cluster.trace();
  }

  private static boolean isLarge(long seed) {
    return seed % LARGE_ONE_IN == 0;
  }

  private static Scenario chaos(long seed) {
    var scenario = new Scenario(seed);
    if (isLarge(seed)) {
      scenario.large();
    } else {
      scenario.small();
    }
    return scenario;
  }

  private void small() {
    cluster.withNodes(3);
    var kinds = new ArrayList<>(List.of(Kind.values()));
    Collections.shuffle(kinds, random);
    kinds.subList(0, 1 + random.nextInt(MOST_KINDS_IN_SMALL)).forEach(this::add);
    cluster.inject(
        killNodeEvery(ofSeconds(35), ofSeconds(60)),
        crashProgramEvery(ofSeconds(14)),
        cutOffEvery(ofSeconds(20)),
        dropWatchesEvery(ofSeconds(8)),
        delayMessagesUpTo(ofSeconds(3)),
        failOneCallIn(40),
        crashAtOneWriteIn(50),
        changeAppsEvery(ofSeconds(12)),
        deletePodEvery(ofSeconds(16)));
    if (seed % FORGETFUL_ONE_IN == 1) {
      cluster.inject(loseOneAnswerIn(30));
    }
    cluster.runFor(ofSeconds(50));
  }

  private void large() {
    cluster.withNodes(5);
    List.of(Kind.values()).forEach(this::add);
    cluster.inject(
        killNodeEvery(ofMinutes(4)),
        crashProgramEvery(ofMinutes(1)),
        cutOffEvery(ofMinutes(2)),
        dropWatchesEvery(ofSeconds(30)),
        delayMessagesUpTo(ofSeconds(3)),
        failOneCallIn(50),
        crashAtOneWriteIn(300),
        changeAppsEvery(ofMinutes(1)),
        deletePodEvery(ofMinutes(2)));
    cluster.runFor(ofMinutes(6));
  }

  private void add(Kind kind) {
    seen.add(kind.words);
    cluster =
        switch (kind) {
          case DEPLOYMENT -> cluster.withImpatientDeployment("web", 2 + random.nextInt(2));
          case SCALED -> cluster.with(new ScaledApp("auto", cluster.metrics()));
          case STATEFUL ->
              cluster.with(new StatefulApp("db", random.nextBoolean(), random.nextBoolean()));
          case BATCH -> cluster.with(new BatchApp("batch"));
          case DAEMON -> cluster.with(new DaemonApp("agent"));
        };
  }
}
