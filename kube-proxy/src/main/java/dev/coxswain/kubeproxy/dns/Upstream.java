package dev.coxswain.kubeproxy.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The host's resolvers: questions outside the zone go there and come back byte for byte.
final class Upstream {
  private static final Logger log = LoggerFactory.getLogger(Upstream.class);
  private static final int DNS_PORT = 53;
  private static final int MAX_DATAGRAM = 65_535;

  private final List<InetSocketAddress> servers;
  private final Duration patience;

  /// @param servers asked in order, each until it answers or `patience` is over
  Upstream(List<InetSocketAddress> servers, Duration patience) {
    this.servers = List.copyOf(servers);
    this.patience = patience;
  }

  /// Reads the `nameserver` lines of a `resolv.conf`.
  ///
  /// @param own addresses that this server itself answers at: asking them would go round in circles
  static List<InetSocketAddress> readServers(Path resolvConf, List<String> own) throws IOException {
    return Files.readAllLines(resolvConf).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
        .map(words -> words[1])
        .filter(address -> !own.contains(address))
        .map(address -> new InetSocketAddress(address, DNS_PORT))
        .toList();
  }

  /// The answer of the first server that gives one.
  ///
  /// @param overTcp ask as the client did, so that a long answer fits
  Optional<byte[]> ask(byte[] query, boolean overTcp) {
    for (var server : servers) {
      try {
        return Optional.of(overTcp ? askTcp(server, query) : askUdp(server, query));
      } catch (IOException e) {
        log.atDebug().addKeyValue("server", server).setCause(e).log("resolver does not answer");
      }
    }
    return Optional.empty();
  }

  private byte[] askUdp(InetSocketAddress server, byte[] query) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout((int) patience.toMillis());
      socket.connect(server);
      socket.send(new DatagramPacket(query, query.length));
      var packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
      do {
        socket.receive(packet);
      } while (!answers(query, packet));
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }
  }

  private static boolean answers(byte[] query, DatagramPacket packet) {
    return packet.getLength() >= 2
        && packet.getData()[0] == query[0]
        && packet.getData()[1] == query[1];
  }

  private byte[] askTcp(InetSocketAddress server, byte[] query) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server, (int) patience.toMillis());
      socket.setSoTimeout((int) patience.toMillis());
      socket.getOutputStream().write(DnsServer.framed(query));
      var in = new DataInputStream(socket.getInputStream());
      return in.readNBytes(in.readUnsignedShort());
    }
  }
}
