package dev.coxswain.apiserver;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Under which address others reach this server.
final class AddressFlags {
  @Option(
      names = "--advertise-address",
      paramLabel = "ADDRESS",
      description = "What the service kubernetes leads to; the machine's own address when absent.")
  Optional<String> advertise = Optional.empty();

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      defaultValue = "6444",
      description = "The port of the components' gRPC (default: ${DEFAULT-VALUE}).")
  int grpcPort;

  @Option(
      names = "--insecure-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "A port that serves plain HTTP to everybody on this machine with every right; 0 serves"
              + " nothing (default: ${DEFAULT-VALUE}). For trials only.")
  int insecurePort;

  @Option(
      names = "--insecure-bind-address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Where --insecure-port listens; a loopback address (default: ${DEFAULT-VALUE}).")
  String insecureAddress;

  /// Where to listen without TLS; empty when nothing is to be served so.
  ///
  /// @throws IllegalArgumentException if others could reach it
  Optional<InetSocketAddress> insecure() {
    if (insecurePort == 0) {
      return Optional.empty();
    }
    var address = InetAddress.ofLiteral(insecureAddress);
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "wants a loopback address for --insecure-bind-address, got " + insecureAddress);
    }
    return Optional.of(new InetSocketAddress(address, insecurePort));
  }

  InetAddress advertised() {
    try {
      return advertise.isPresent() ? InetAddress.ofLiteral(advertise.get()) : primary();
    } catch (SocketException e) {
      throw new IllegalArgumentException("can't tell this machine's address", e);
    }
  }

  /// The address that packets to the world leave from. Nothing is sent.
  private static InetAddress primary() throws SocketException {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53));
      var address = socket.getLocalAddress();
      return mayBeReached(address) ? address : reachable(ofInterfaces());
    } catch (UncheckedIOException e) {
      return reachable(ofInterfaces()); // No route: a machine on its own, or on one segment.
    }
  }

  /// The first address at which other machines may reach this one, IPv4 before IPv6; the loopback
  /// address if there is none.
  static InetAddress reachable(List<InetAddress> addresses) {
    return addresses.stream()
        .filter(AddressFlags::mayBeReached)
        .min(Comparator.comparing(Inet6Address.class::isInstance))
        .orElseGet(InetAddress::getLoopbackAddress);
  }

  private static boolean mayBeReached(InetAddress address) {
    return !address.isAnyLocalAddress()
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress();
  }

  private static List<InetAddress> ofInterfaces() throws SocketException {
    var addresses = new ArrayList<InetAddress>();
    for (var network : NetworkInterface.networkInterfaces().toList()) {
      if (network.isUp()) {
        addresses.addAll(network.inetAddresses().toList());
      }
    }
    return addresses;
  }
}
