package dev.coxswain.apiserver.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.Storage.Outcome;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.testing.EtcdServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three members, of which any may go.
class EtcdFailoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private List<EtcdServer> members;
  private EtcdStorage storage;

  @BeforeEach
  void start() {
    assumeTrue(EtcdServer.isInstalled(), "needs etcd");
    members = EtcdServer.startCluster(3);
    var endpoints = members.stream().map(EtcdServer::endpoint).toList();
    storage =
        EtcdStorage.alone(
            EtcdConfig.of(endpoints, Optional.empty()).withDeadline(Duration.ofSeconds(5)),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    if (members != null) {
      storage.close();
      members.forEach(EtcdServer::close);
    }
  }

  @Test
  void whateverMemberGoesNothingIsLost() {
    for (int round = 0; round < members.size(); round++) {
      write("before", round);
      members.get(round).kill();
      write("after", round);
      assertThat(keys()).containsExactlyInAnyOrderElementsOf(expected(round));
      members.get(round).restart();
    }
  }

  private static List<String> expected(int lastRound) {
    return IntStream.rangeClosed(0, lastRound)
        .boxed()
        .flatMap(round ->
            List.of("/registry/failover/before-" + round, "/registry/failover/after-" + round)
                .stream())
        .toList();
  }

  private List<String> keys() {
    return storage.list("/registry/failover/", "", 0, 0).entries().stream()
        .map(Storage.Entry::key)
        .toList();
  }

  /// As a client would: what is not known to be done is tried again.
  private void write(String name, int round) {
    var key = "/registry/failover/" + name + "-" + round;
    var value = key.getBytes(StandardCharsets.UTF_8);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        var outcome = storage.create(key, value, Duration.ZERO);
        assertThat(outcome).isInstanceOfAny(Outcome.Written.class, Outcome.Mismatch.class);
        return;
      } catch (StorageException.Unknown e) {
        assertThat(System.nanoTime()).as("no member answers: %s", e.getMessage()).isLessThan(end);
      }
    }
  }
}
