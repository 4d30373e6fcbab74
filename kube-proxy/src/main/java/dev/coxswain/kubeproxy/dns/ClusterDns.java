package dev.coxswain.kubeproxy.dns;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.client.Lister;
import dev.coxswain.kubeproxy.command.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// The cluster's DNS on this node: takes the cluster's DNS address, and answers from the same
/// caches as the rules.
public final class ClusterDns implements AutoCloseable {
  private static final int PORT = 53;
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration MINIMUM = Duration.ofMillis(50);

  /// How it is to be set up.
  ///
  /// @param address the cluster's DNS address
  /// @param domain such as `cluster.local`
  /// @param resolvConf names the resolvers for everything else
  public record Settings(String address, String domain, Path resolvConf) {}

  private final Settings settings;
  private final Lister<Service> services;
  private final Lister<EndpointSlice> slices;
  private final DnsServer server;
  private final Semaphore changed = new Semaphore(0);
  private final Thread publisher;

  private ClusterDns(
      Settings settings, Lister<Service> services, Lister<EndpointSlice> slices, DnsServer server) {
    this.settings = settings;
    this.services = services;
    this.slices = slices;
    this.server = server;
    this.publisher = Thread.ofVirtual().name("dns-zone").unstarted(this::publish);
  }

  /// Puts the address on this node and starts to answer.
  public static ClusterDns start(
      Settings settings, Lister<Service> services, Lister<EndpointSlice> slices, Commands commands)
      throws IOException {
    commands.run(address("replace", settings.address())).orThrow();
    var upstream =
        new Upstream(
            Upstream.readServers(settings.resolvConf(), List.of(settings.address())), PATIENCE);
    var server =
        DnsServer.start(
            new InetSocketAddress(InetAddress.getByName(settings.address()), PORT),
            zone(settings, services, slices),
            upstream);
    var dns = new ClusterDns(settings, services, slices, server);
    dns.publisher.start();
    return dns;
  }

  /// Takes the address off the node; that it is not there is fine.
  public static void cleanUp(String address, Commands commands) {
    commands.run(address("del", address));
  }

  /// The loopback device takes the address: packets to it from pods on this node are then delivered
  /// here.
  private static List<String> address(String verb, String address) {
    return List.of("ip", "address", verb, address + "/32", "dev", "lo");
  }

  /// A service or an endpoint slice changed; may be called from any thread, any number of times.
  public void wake() {
    changed.release();
  }

  @Override
  public void close() throws IOException {
    publisher.interrupt();
    server.close();
  }

  private void publish() {
    try {
      for (long serial = 1; ; serial++) {
        changed.acquire();
        Thread.sleep(MINIMUM);
        changed.drainPermits();
        server.publish(zone(settings, services, slices), serial);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Zone zone(
      Settings settings, Lister<Service> services, Lister<EndpointSlice> slices) {
    return Zone.of(settings.domain(), services.list(), slices.list());
  }
}
