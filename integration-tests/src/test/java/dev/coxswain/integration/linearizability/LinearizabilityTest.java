package dev.coxswain.integration.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.integration.endtoend.LocalCluster;
import dev.coxswain.integration.simulation.Chance;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two groups of clients, one over HTTP/1.1 and one over HTTP/2, write to the same few objects
/// while the API server and its store die again and again. What they heard must be explained by one
/// order of all writes, and a watch must have delivered exactly that order.
///
/// `-Dcoxswain.linearizability.seed=N` chooses what the clients do, `….kills=N` how often a program
/// dies, `….operations=N` how much is done between two deaths.
@Tag("end-to-end")
@Timeout(300)
class LinearizabilityTest {
  private static final long SEED =
      Long.getLong("coxswain.linearizability.seed", new Random().nextLong());
  private static final int KILLS = Integer.getInteger("coxswain.linearizability.kills", 4);
  private static final int OPERATIONS =
      Integer.getInteger("coxswain.linearizability.operations", 1000);
  private static final int CLIENTS_OF_A_GROUP = 4;
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final List<String> VICTIMS = List.of("etcd", "apiserver");
  private static final String NAMESPACE = "linearizability";
  private static final String LAST = "last";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Map<String, Queue<Operation>> histories = new TreeMap<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private LocalCluster cluster;
  private ConfigMaps one;
  private ConfigMaps two;

  @BeforeEach
  void start() throws Exception {
    cluster = LocalCluster.withNodes(0);
    cluster.kubectlOk("create", "namespace", NAMESPACE);
    one = new ConfigMaps(cluster.adminTls(), HttpClient.Version.HTTP_1_1, NAMESPACE);
    two = new ConfigMaps(cluster.adminTls(), HttpClient.Version.HTTP_2, NAMESPACE);
    KEYS.forEach(key -> histories.put(key, new ConcurrentLinkedQueue<>()));
  }

  @AfterEach
  void leaveNothingBehind() throws Exception {
    one.close();
    two.close();
    cluster.kubectlOk("delete", "namespace", NAMESPACE);
  }

  @Test
  void whatClientsHearAndWatchesDeliverIsOneOrder() throws Exception {
    long start = Long.parseLong(one.list().resourceVersion());
    var watched = new Watched();
    watched.listedAt(start);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var follower =
          threads.submit(() -> {
            new Follower(two, watched, LAST).run();
            return true;
          });
      var clients = startClients(threads);
      for (int kill = 0; kill < KILLS; kill++) {
        awaitOperations((kill + 1) * OPERATIONS, clients);
        cluster.kill(VICTIMS.get(kill % VICTIMS.size()));
      }
      awaitOperations((KILLS + 1) * OPERATIONS, clients);
      stop.set(true);
      for (var client : clients) {
        client.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      cluster.untilSo(PATIENCE, () -> one.create(LAST, LAST).code() < 500);
      follower.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    checkHistories();
    checkWatch(watched, Committed.since(cluster, NAMESPACE, start, LAST));
  }

  private List<Future<Boolean>> startClients(ExecutorService threads) {
    var random = new Random(SEED);
    var clients = new ArrayList<Future<Boolean>>();
    for (int i = 0; i < CLIENTS_OF_A_GROUP; i++) {
      for (var maps : List.of(one, two)) {
        var chance = new Chance(new Random(random.nextLong()));
        var client =
            new Client(
                "client" + clients.size() + "-",
                maps,
                KEYS,
                chance,
                (key, operation) -> histories.get(key).add(operation));
        clients.add(
            threads.submit(() -> {
              client.run(stop::get);
              return true;
            }));
      }
    }
    return clients;
  }

  private void awaitOperations(int count, List<Future<Boolean>> clients) throws Exception {
    cluster.untilSo(
        PATIENCE, () -> answered() >= count || clients.stream().anyMatch(Future::isDone));
  }

  private long answered() {
    return histories.values().stream()
        .mapToLong(history -> history.stream().filter(o -> !o.isUnknown()).count())
        .sum();
  }

  private void checkHistories() {
    histories.forEach((key, history) -> {
      assertThat(history).as("operations on " + key).isNotEmpty();
      assertThat(Linearization.flaw(List.copyOf(history)))
          .as("history of %s (seed %d)", key, SEED)
          .isEmpty();
    });
  }

  private void checkWatch(Watched watched, List<Change> committed) {
    assertThat(committed).hasSizeGreaterThan(KILLS * OPERATIONS / 10);
    assertThat(watched.flaw(committed)).as("the watch (seed %d)", SEED).isEmpty();
    assertThat(watched.last()).isEqualTo(committed.getLast().revision());
    assertThat(watched.relists()).as("relists").isLessThanOrEqualTo(KILLS);
    System.out.printf(
        "seed %d: %d answers, %d unknown, %d changes, %d of them watched, %d relists%n",
        SEED,
        answered(),
        histories.values().stream().flatMap(Queue::stream).filter(Operation::isUnknown).count(),
        committed.size(),
        watched.size(),
        watched.relists());
  }
}
