package dev.coxswain.integration.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.integration.endtoend.LocalCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever comes in, the server answers as it should, goes on, and gives back what it took.
///
/// `-Dcoxswain.hostile.seed=N` chooses the requests, `….requests=N` how many there are at most,
/// `….seconds=N` for how long, `….first=N` the number of the first one: a failure names the seed
/// and the numbers.
@Tag("end-to-end")
@Timeout(900)
class HostileInputTest {
  private static final long SEED = Long.getLong("coxswain.hostile.seed", 1);
  private static final long REQUESTS = Long.getLong("coxswain.hostile.requests", 100_000);
  private static final long FIRST = Long.getLong("coxswain.hostile.first", 0);
  private static final Duration AT_MOST =
      Duration.ofSeconds(Long.getLong("coxswain.hostile.seconds", 75));
  private static final long AT_LEAST = 2_000;
  private static final Path LOG = Path.of("target", "hostile-apiserver.log").toAbsolutePath();
  private static final int CONNECTIONS = 8;
  private static final int IDLE = 1_000;
  private static final int FLAWS = 20;
  private static final int SLACK = 40;
  private static final long HEAP_SLACK_KIB = 200L << 10;
  private static final Duration RECOVERY = Duration.ofMinutes(1);
  private static final byte[] HALF_A_HEAD =
      "GET /api/v1/namespaces HTTP/1.1\r\nHost: hos".getBytes(StandardCharsets.ISO_8859_1);

  private final AtomicLong next = new AtomicLong(FIRST);
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> flaws = new ConcurrentLinkedQueue<>();
  private final HostileRequests requests = new HostileRequests(SEED, Manifest.all());

  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.withNodes(0);
    cluster.kubectlOk("create", "namespace", "hostile");
  }

  // Nobody else should have to live with what is left.
  @AfterAll
  static void end() throws Exception {
    LocalCluster.none();
  }

  // Controllers would make thousands of pods of a hostile replica count, as they should.
  @Test
  void theServerWithstandsAnyInput() throws Exception {
    cluster.stopped("controller-manager", this::attack);
  }

  private void attack() throws Exception {
    var tls = cluster.adminTls();
    var server = ServerProcess.of(cluster);
    long heap = server.heapKib();
    int files = server.fileDescriptors();
    int threads = server.threads();

    var idle = openIdle(tls);
    try {
      bombard(tls);
      cluster.kubectlOk("get", "namespaces", "--request-timeout=10s");
    } finally {
      for (var wire : idle) {
        wire.close();
      }
    }

    System.out.printf(
        "seed %d: %d requests, %d answers; heap %d -> %d KiB, files %d -> %d, threads %d -> %d%n",
        SEED,
        next.get() - FIRST,
        answered.get(),
        heap,
        server.heapKib(),
        files,
        server.fileDescriptors(),
        threads,
        server.threads());
    if (!flaws.isEmpty()) {
      Files.createDirectories(LOG.getParent());
      Files.copy(
          cluster.directory().resolve("log/apiserver.log"),
          LOG,
          StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(flaws).as("seed %d; the server's log is in %s", SEED, LOG).isEmpty();
    long least = Math.min(REQUESTS, AT_LEAST) / 2;
    assertThat(answered.get()).as("answers").isGreaterThanOrEqualTo(least);
    assertThat(cluster.pid("apiserver")).as("the server is still the same").isEqualTo(server.pid());
    cluster.untilSo(
        RECOVERY,
        () -> server.fileDescriptors() <= files + SLACK && server.threads() <= threads + SLACK);
    assertThat(server.heapKib()).as("heap").isLessThan(heap + HEAP_SLACK_KIB);
  }

  /// Connections that keep the server waiting: for TLS, for a request, for the rest of one.
  private static List<Wire> openIdle(SSLContext tls) throws IOException {
    var idle = new ArrayList<Wire>();
    for (int i = 0; i < IDLE; i++) {
      switch (i % 20) {
        case 0 -> {
          var wire = Wire.open(tls);
          wire.send(HALF_A_HEAD);
          idle.add(wire);
        }
        default -> idle.add(Wire.silent());
      }
    }
    return idle;
  }

  private void bombard(SSLContext tls) throws Exception {
    long deadline = System.nanoTime() + AT_MOST.toNanos();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attackers = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < CONNECTIONS; i++) {
        attackers.add(
            threads.submit(() -> {
              attack(tls, deadline);
              return true;
            }));
      }
      for (var attacker : attackers) {
        attacker.get();
      }
    }
  }

  private void attack(SSLContext tls, long deadline) throws IOException, InterruptedException {
    var wire = Wire.open(tls);
    try {
      while (System.nanoTime() < deadline && flaws.size() < FLAWS) {
        long number = next.getAndIncrement();
        if (number >= FIRST + REQUESTS) {
          return;
        }
        if (!exchange(wire, number) || wire.isSpent()) {
          wire.close();
          wire = Wire.open(tls);
        }
      }
    } finally {
      wire.close();
    }
  }

  /// Whether the connection can go on.
  private boolean exchange(Wire wire, long number) throws InterruptedException {
    var request = requests.request(number);
    try {
      var answer = wire.exchange(request);
      answer.ifPresent(_ -> answered.incrementAndGet());
      answer
          .flatMap(Answer::flaw)
          .ifPresent(flaw -> report(number, flaw + ": " + answer.orElseThrow(), request));
      return true;
    } catch (IOException | RuntimeException e) {
      report(number, e.toString(), request);
      return false;
    }
  }

  private void report(long number, String flaw, HostileRequest request) {
    flaws.add("%n#%d: %s%n  to %s%n".formatted(number, flaw, request));
  }
}
