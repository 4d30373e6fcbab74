package dev.coxswain.kubelet;

import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.node.NodeSettings;
import dev.coxswain.kubelet.node.NodeSettings.ExternalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// What the operator says of the node: `@Mixin NodeFlags node;`.
final class NodeFlags {
  /// Nothing is sent there; the route to it tells which address the machine uses.
  private static final InetSocketAddress FAR_AWAY = new InetSocketAddress("192.0.2.1", 9);

  @Option(
      names = {"--hostname-override", "--node-name"},
      paramLabel = "NAME",
      description = "The node's name (default: the host name).")
  Optional<String> name = Optional.empty();

  @Option(
      names = "--node-ip",
      paramLabel = "ADDRESS",
      description = "The node's address (default: that of the default route).")
  Optional<String> address = Optional.empty();

  @Option(
      names = "--node-labels",
      paramLabel = "KEY=VALUE",
      split = ",",
      description = "Labels of the node, besides those that every node has.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--register-with-taints",
      paramLabel = "KEY=VALUE:EFFECT",
      split = ",",
      description = "Taints that the node is registered with.")
  List<String> taints = List.of();

  @Option(
      names = "--register-node",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Register the node with the API server (default: ${DEFAULT-VALUE}).")
  boolean register;

  @Option(
      names = "--max-pods",
      paramLabel = "NUMBER",
      defaultValue = "110",
      description = "How many pods may run here (default: ${DEFAULT-VALUE}).")
  int maxPods;

  @Option(
      names = "--pods-per-core",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "How many pods may run here for each CPU; 0 for no such limit.")
  int podsPerCore;

  @Option(
      names = "--pod-cidr",
      paramLabel = "CIDR",
      defaultValue = "10.244.0.0/24",
      description =
          "The addresses of pods, if the control plane gives none (default: ${DEFAULT-VALUE}).")
  String podCidr;

  @Option(
      names = {"--kube-reserved", "--system-reserved"},
      paramLabel = "RESOURCE=AMOUNT",
      split = ",",
      description = "What is kept from pods; both flags add up to one set.")
  Map<String, String> reserved = new LinkedHashMap<>();

  @Option(
      names = "--provider-id",
      paramLabel = "ID",
      description = "What the machine's provider calls it.")
  Optional<String> providerId = Optional.empty();

  @Option(
      names = "--cloud-provider",
      paramLabel = "external",
      description =
          "external: a cloud controller manager makes the node fit for pods and tells its"
              + " addresses; nothing: the kubelet does so itself.")
  String cloudProvider = "";

  /// @param port where the kubelet listens
  /// @throws IllegalArgumentException if a flag makes no sense
  NodeSettings settings(int port) {
    var hostname = hostname();
    return new NodeSettings(
        name.orElse(hostname).toLowerCase(Locale.ROOT),
        name.orElse(hostname).toLowerCase(Locale.ROOT),
        List.of(address.orElseGet(NodeFlags::ownAddress)),
        labels,
        taints.stream().map(NodeFlags::taint).toList(),
        podsPerCore > 0
            ? Math.min(maxPods, podsPerCore * Runtime.getRuntime().availableProcessors())
            : maxPods,
        port,
        amounts(),
        providerId,
        podCidr,
        register,
        cloud());
  }

  private Optional<ExternalCloud> cloud() {
    return switch (cloudProvider) {
      case "" -> Optional.empty();
      case "external" -> Optional.of(new ExternalCloud(address));
      default ->
          throw new IllegalArgumentException(
              "--cloud-provider wants external or nothing, got " + cloudProvider);
    };
  }

  private Map<String, Amount> amounts() {
    var amounts = new TreeMap<String, Amount>();
    reserved.forEach((resource, amount) -> amounts.put(resource, Amount.parse(amount)));
    return amounts;
  }

  static Taint taint(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException(
          "--register-with-taints wants KEY=VALUE:EFFECT, got " + text);
    }
    var pair = text.substring(0, colon).split("=", 2);
    return Taint.newBuilder()
        .setKey(pair[0])
        .setValue(pair.length < 2 ? "" : pair[1])
        .setEffect(text.substring(colon + 1))
        .build();
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (IOException e) {
      throw new UncheckedIOException("the machine has no name; use --hostname-override", e);
    }
  }

  private static String ownAddress() {
    try (var socket = new DatagramSocket()) {
      socket.connect(FAR_AWAY);
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException e) {
      throw new UncheckedIOException("the machine has no address; use --node-ip", e);
    }
  }
}
