package dev.coxswain.integration.simulation;

import dev.coxswain.api.core.v1.Pod;
import java.time.Duration;

/// What goes wrong while a cluster runs, until it is healed.
interface Fault {
  void begin(SimulatedCluster cluster);

  /// A random node loses power, for half a minute to eight.
  static Fault killNodeEvery(Duration mean) {
    return killNodeEvery(mean, Duration.ofMinutes(8));
  }

  /// A random node loses power, for half a minute to that long.
  static Fault killNodeEvery(Duration mean, Duration longest) {
    return cluster ->
        cluster.nowAndThen(
            mean,
            () -> {
              var node = cluster.chance().pick(cluster.kubelets());
              if (node.isPowered()) {
                node.powerOff();
                var outage = cluster.chance().between(Duration.ofSeconds(30), longest);
                cluster.after(outage, node::powerOn);
              }
            });
  }

  /// A random program ends and is started again up to 20 seconds later.
  static Fault crashProgramEvery(Duration mean) {
    return cluster ->
        cluster.nowAndThen(mean, () -> cluster.chance().pick(cluster.programs()).crash("killed"));
  }

  /// A random program does not reach the API server, for up to a minute.
  static Fault cutOffEvery(Duration mean) {
    return cluster ->
        cluster.nowAndThen(
            mean,
            () -> {
              var link = cluster.chance().pick(cluster.programs()).link();
              link.cut();
              cluster.after(cluster.chance().upTo(Duration.ofMinutes(1)), link::mend);
            });
  }

  /// All watches of a random program end; some can't be resumed.
  static Fault dropWatchesEvery(Duration mean) {
    return cluster ->
        cluster.nowAndThen(
            mean, () -> cluster.chance().pick(cluster.programs()).link().dropWatches());
  }

  static Fault delayMessagesUpTo(Duration most) {
    return cluster -> cluster.network().delay = most;
  }

  static Fault failOneCallIn(int calls) {
    return cluster -> cluster.network().failOneIn = calls;
  }

  static Fault loseOneAnswerIn(int writes) {
    return cluster -> cluster.network().loseAnswerOneIn = writes;
  }

  static Fault crashAtOneWriteIn(int writes) {
    return cluster -> cluster.network().crashOneIn = writes;
  }

  /// Not a fault, but what users do meanwhile: another image, another size.
  static Fault changeAppsEvery(Duration mean) {
    return cluster -> cluster.nowAndThen(mean, cluster.users()::changeSomething);
  }

  /// Pods are deleted by hand.
  static Fault deletePodEvery(Duration mean) {
    return cluster ->
        cluster.nowAndThen(mean, () -> cluster.users().deleteSome(cluster.ledger().all(Pod.class)));
  }
}
