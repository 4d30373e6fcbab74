package dev.coxswain.integration.simulation;

import static dev.coxswain.integration.simulation.Fault.changeAppsEvery;
import static dev.coxswain.integration.simulation.Fault.deletePodEvery;
import static dev.coxswain.integration.simulation.Fault.dropWatchesEvery;
import static dev.coxswain.integration.simulation.Fault.loseOneAnswerIn;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final long FIRST = Long.getLong("simulation.first", 1);
  private static final long SEEDS = Long.getLong("simulation.seeds", 2000);
  private static final long BLOCK = 100;
  private static final int ENOUGH = 500;

  private static final Census CENSUS = new Census();

  @Test
  void aDeploymentComesUp() {
    var cluster = new SimulatedCluster(1).withNodes(3).withDeployment("web", 3);
    cluster.runUntil(c -> c.readyReplicas("web") == 3, ofMinutes(1));
    cluster.runUntilSettled(ofMinutes(1));
    cluster.expectQuiet(ofMinutes(3));
  }

  @Test
  void aRollingUpdateKeepsItsBounds() {
    var cluster = new SimulatedCluster(2).withNodes(5).withDeployment("web", 5);
    cluster.runUntilSettled(ofMinutes(1));
    cluster.users().setImage("web", "app:1");
    cluster.runFor(ofSeconds(3));
    cluster.users().setImage("web", "app:2");
    cluster.runUntilSettled(ofMinutes(2));
    cluster.users().scale("web", 2);
    cluster.runUntilSettled(ofMinutes(1));
    cluster.expectQuiet(ofMinutes(3));
  }

  @Test
  void podsMoveAwayFromADeadNode() {
    var cluster = new SimulatedCluster(3).withNodes(3).withDeployment("web", 4);
    cluster.runUntilSettled(ofMinutes(1));
    cluster.kubelets().getFirst().powerOff();
    cluster.runFor(ofMinutes(7));
    assertThat(cluster.readyReplicas("web")).isEqualTo(4);
    cluster.heal();
    cluster.runUntilSettled(ofMinutes(2));
  }

  /// `-Dsimulation.seeds=20000` looks longer, `-Dsimulation.first=4711 -Dsimulation.seeds=1` at
  /// one.
  @ParameterizedTest(name = "seeds from {0}")
  @MethodSource("blocks")
  void convergesWhateverHappened(long first) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      var runs =
          threads.invokeAll(
              LongStream.range(first, Math.min(first + BLOCK, FIRST + SEEDS))
                  .<Callable<Set<String>>>mapToObj(seed -> () -> Scenario.run(seed))
                  .toList());
      for (var run : runs) {
        switch (run.state()) {
          case SUCCESS -> CENSUS.add(run.resultNow());
          default -> throw new AssertionError(run.exceptionNow().getMessage(), run.exceptionNow());
        }
      }
    }
  }

  static LongStream blocks() {
    return LongStream.iterate(FIRST, first -> first < FIRST + SEEDS, first -> first + BLOCK);
  }

  @AfterAll
  static void everythingWasTried() {
    System.out.print(CENSUS);
    if (CENSUS.seeds() >= ENOUGH) {
      assertThat(CENSUS.rare()).as("seen by too few seeds").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {201, 202, 203, 204})
  void convergesThoughAnswersGetLost(long seed) {
    var cluster = new SimulatedCluster(seed).withNodes(4).withDeployment("web", 4);
    cluster.inject(
        loseOneAnswerIn(20),
        dropWatchesEvery(ofSeconds(30)),
        changeAppsEvery(ofMinutes(1)),
        deletePodEvery(ofMinutes(1)));
    cluster.runFor(ofMinutes(5));
    cluster.heal();
    cluster.runUntilSettled(ofMinutes(8));
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertThat(Scenario.trace(42)).isEqualTo(Scenario.trace(42));
    assertThat(Scenario.trace(42)).isNotEqualTo(Scenario.trace(43));
  }
}
