package dev.coxswain.integration.endtoend;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A UDP service: in the network of each pod a process that answers port 7000 with the pod's name.
///
/// The image has no program for it, so the machine's Python joins the pods' networks.
final class Echo implements AutoCloseable {
  private static final String SERVER =
      """
      import socket, sys
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s.bind(("", 7000))
      while True:
          s.sendto(sys.argv[1].encode(), s.recvfrom(64)[1])
      """;

  private final List<Process> servers;

  private Echo(List<Process> servers) {
    this.servers = servers;
  }

  static Echo inPods(Workload workload, String... pods) throws IOException, InterruptedException {
    List<Process> servers = new ArrayList<>();
    for (String pod : pods) {
      List<String> inNetwork = List.of("nsenter", "-t", workload.processOf(pod), "-n");
      List<String> command = new ArrayList<>(inNetwork);
      command.addAll(List.of("python3", "-c", SERVER, pod));
      servers.add(workload.cluster().start(command));
    }
    return new Echo(servers);
  }

  @Override
  public void close() {
    servers.forEach(Process::destroyForcibly);
  }

  /// One socket, so all that it sends is one flow to the kernel.
  static final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ANSWER_MILLIS = 300;

    private final InetSocketAddress service;
    private DatagramSocket socket;

    Client(String address, int port) throws IOException {
      service = new InetSocketAddress(address, port);
      socket = connect();
    }

    private DatagramSocket connect() throws IOException {
      var fresh = new DatagramSocket();
      fresh.setSoTimeout(ANSWER_MILLIS);
      return fresh;
    }

    /// Sends until the wanted answer comes.
    String awaitAnswer(Predicate<String> wanted) throws IOException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline) {
        var packet = new DatagramPacket(new byte[256], 256);
        try {
          socket.send(new DatagramPacket(new byte[] {'?'}, 1, service));
          socket.receive(packet);
        } catch (SocketTimeoutException _) {
          continue;
        }
        var answer = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        if (wanted.test(answer)) {
          return answer;
        }
      }
      throw new AssertionError("no such answer from " + service);
    }

    /// Begins new flows until one is with this pod.
    void moveTo(String pod) throws IOException {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!awaitAnswer(_ -> true).equals(pod)) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("no flow goes to " + pod);
        }
        socket.close();
        socket = connect();
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
