package dev.coxswain.apiserver.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// An etcd of the test's own, in a process that can be killed and started again on the same data.
public final class EtcdServer implements AutoCloseable {
  private static final Path BINARY = Path.of(System.getProperty("coxswain.etcd", "/usr/bin/etcd"));
  private static final Duration START = Duration.ofSeconds(20);

  private final Path directory;
  private final int clientPort;
  private final int peerPort;
  private String name = "default";
  private String members = "";
  private Process process;

  private EtcdServer(Path directory) {
    this.directory = directory;
    this.clientPort = freePort();
    this.peerPort = freePort();
  }

  public static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  public static EtcdServer start() {
    try {
      var server = new EtcdServer(Files.createTempDirectory("coxswain-etcd"));
      server.run();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Several members that make up one store.
  public static List<EtcdServer> startCluster(int size) {
    try {
      var servers = new ArrayList<EtcdServer>();
      for (int i = 0; i < size; i++) {
        var server = new EtcdServer(Files.createTempDirectory("coxswain-etcd"));
        server.name = "m" + i;
        servers.add(server);
      }
      var all =
          servers.stream()
              .map(server -> server.name + "=" + server.peer())
              .collect(Collectors.joining(","));
      for (var server : servers) {
        server.members = all;
        server.launch();
      }
      for (var server : servers) {
        server.awaitPort();
      }
      return servers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String peer() {
    return "http://127.0.0.1:" + peerPort;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + clientPort;
  }

  /// Ends the process at once, as a power cut would.
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts it on its old data.
  public void restart() {
    try {
      run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(EtcdServer::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run() throws IOException {
    launch();
    awaitPort();
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(
                BINARY.toString(),
                "--name",
                name,
                "--data-dir",
                directory.resolve("data").toString(),
                "--listen-client-urls",
                endpoint(),
                "--advertise-client-urls",
                endpoint(),
                "--listen-peer-urls",
                peer(),
                "--initial-advertise-peer-urls",
                peer(),
                "--initial-cluster",
                members.isEmpty() ? name + "=" + peer() : members,
                "--logger",
                "zap")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
  }

  private void awaitPort() throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), clientPort)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(
              "etcd does not listen: " + Files.readString(directory.resolve("log")), e);
        }
        awaitExit();
      }
    }
  }

  private void awaitExit() {
    try {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
