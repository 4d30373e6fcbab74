package dev.coxswain.kubeproxy.dns;

import static dev.coxswain.kubeproxy.rules.Fixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

class DnsServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static DnsServer server(Zone zone, List<InetSocketAddress> upstream) throws Exception {
    return DnsServer.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        zone,
        new Upstream(upstream, PATIENCE));
  }

  private static Zone zone(String address) {
    return Zone.of("cluster.local", List.of(service("web", address, _ -> {})), List.of());
  }

  private static Message ask(DnsServer server, String name, boolean overTcp) throws Exception {
    var resolver = new SimpleResolver(InetAddress.getLoopbackAddress());
    resolver.setPort(server.port());
    resolver.setTCP(overTcp);
    resolver.setTimeout(PATIENCE);
    return resolver.send(
        Message.newQuery(
            Record.newRecord(Name.fromString(name, Name.root), Type.A, org.xbill.DNS.DClass.IN)));
  }

  private static List<String> addresses(Message reply) {
    return reply.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void answersFromTheZone(boolean overTcp) throws Exception {
    try (var server = server(zone("10.96.0.7"), List.of())) {
      assertThat(addresses(ask(server, "web.default.svc.cluster.local", overTcp)))
          .containsExactly("10.96.0.7");
      assertThat(ask(server, "no.default.svc.cluster.local", overTcp).getRcode())
          .isEqualTo(Rcode.NXDOMAIN);
    }
  }

  @Test
  void answersFromTheNewZoneOnceItIsPublished() throws Exception {
    try (var server = server(zone("10.96.0.7"), List.of())) {
      server.publish(zone("10.96.0.8"), 1);
      assertThat(addresses(ask(server, "web.default.svc.cluster.local", false)))
          .containsExactly("10.96.0.8");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void asksTheHostsResolverForTheRest(boolean overTcp) throws Exception {
    var elsewhere =
        Zone.of("example.org", List.of(service("web", "192.0.2.1", _ -> {})), List.of());
    try (var resolver = server(elsewhere, List.of());
        var server =
            server(
                zone("10.96.0.7"),
                List.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), resolver.port())))) {
      assertThat(addresses(ask(server, "web.default.svc.example.org", overTcp)))
          .containsExactly("192.0.2.1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void followsAnAliasToTheHostsResolver(boolean overTcp) throws Exception {
    var elsewhere =
        Zone.of("example.org", List.of(service("web", "192.0.2.1", _ -> {})), List.of());
    var alias =
        service(
            "out",
            "",
            spec -> spec.setType("ExternalName").setExternalName("web.default.svc.example.org"));
    try (var resolver = server(elsewhere, List.of());
        var server =
            server(
                Zone.of("cluster.local", List.of(alias), List.of()),
                List.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), resolver.port())))) {
      assertThat(addresses(ask(server, "out.default.svc.cluster.local", overTcp)))
          .containsExactly("web.default.svc.example.org.", "192.0.2.1");
    }
  }

  @Test
  void anAliasIsToldThoughNobodyKnowsWhereItLeads() throws Exception {
    var alias =
        service("out", "", spec -> spec.setType("ExternalName").setExternalName("example.org"));
    try (var server = server(Zone.of("cluster.local", List.of(alias), List.of()), List.of())) {
      assertThat(addresses(ask(server, "out.default.svc.cluster.local", false)))
          .containsExactly("example.org.");
    }
  }

  @Test
  void withoutAResolverTheRestFails() throws Exception {
    try (var server = server(zone("10.96.0.7"), List.of())) {
      assertThat(ask(server, "example.org", false).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
  }
}
