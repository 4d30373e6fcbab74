package dev.coxswain.integration.simulation;

import static dev.coxswain.integration.simulation.Fault.changeDeploymentsEvery;
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
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

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
    cluster.setImage("web", "app:1");
    cluster.runFor(ofSeconds(3));
    cluster.setImage("web", "app:2");
    cluster.runUntilSettled(ofMinutes(2));
    cluster.scale("web", 2);
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

  /// `-Dsimulation.seeds=1000` looks longer.
  @ParameterizedTest
  @MethodSource("seeds")
  void convergesWhateverHappened(long seed) {
    var cluster = chaos(seed);
    cluster.heal();
    cluster.runUntilSettled(ofMinutes(8));
    cluster.expectQuiet(ofMinutes(2));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("simulation.seeds", 128));
  }

  @ParameterizedTest
  @ValueSource(longs = {201, 202, 203, 204})
  void convergesThoughAnswersGetLost(long seed) {
    var cluster = new SimulatedCluster(seed).withNodes(4).withDeployment("web", 4);
    cluster.inject(
        loseOneAnswerIn(20),
        dropWatchesEvery(ofSeconds(30)),
        changeDeploymentsEvery(ofMinutes(1)),
        deletePodEvery(ofMinutes(1)));
    cluster.runFor(ofMinutes(5));
    cluster.heal();
    cluster.runUntilSettled(ofMinutes(8));
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertThat(chaos(42).trace()).isEqualTo(chaos(42).trace());
    assertThat(chaos(42).trace()).isNotEqualTo(chaos(43).trace());
  }

  private static SimulatedCluster chaos(long seed) {
    var cluster =
        new SimulatedCluster(seed).withNodes(5).withDeployment("web", 3).withDeployment("api", 4);
    cluster.inject(
        killNodeEvery(ofMinutes(4)),
        crashProgramEvery(ofMinutes(1)),
        cutOffEvery(ofMinutes(2)),
        dropWatchesEvery(ofSeconds(30)),
        delayMessagesUpTo(ofSeconds(3)),
        failOneCallIn(50),
        crashAtOneWriteIn(300),
        changeDeploymentsEvery(ofMinutes(1)),
        deletePodEvery(ofMinutes(2)));
    cluster.runFor(ofMinutes(6));
    return cluster;
  }
}
