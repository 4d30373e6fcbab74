package dev.coxswain.integration.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// `kubectl drain` of the web servers on a node, while the test does something else.
final class Drain implements AutoCloseable {
  private static final Duration FIRST = Duration.ofMinutes(1);

  private final Process process;
  private final CountDownLatch evicting = new CountDownLatch(1);
  private final CompletableFuture<Void> reading;

  private Drain(Process process) {
    this.process = process;
    this.reading = CompletableFuture.runAsync(this::read, Thread::startVirtualThread);
  }

  static Drain start(LocalCluster cluster, String node) throws IOException {
    var command =
        List.of(
            "bash",
            "-c",
            "exec kubectl drain %s --ignore-daemonsets --pod-selector=app=web 2>&1"
                .formatted(node));
    return new Drain(cluster.start(command));
  }

  private void read() {
    try (BufferedReader lines = process.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith("evicted")) {
          evicting.countDown();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void awaitFirstEviction() throws InterruptedException {
    if (!evicting.await(FIRST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("nothing was evicted within " + FIRST);
    }
  }

  /// The exit code.
  int await(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the drain did not end within " + atMost);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    reading.handle((_, _) -> true).join();
  }
}
