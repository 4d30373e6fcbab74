package dev.coxswain.controllermanager.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeCondition;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.EndpointConditions;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.controllermanager.endpoints.SlicePlanner.Desired;
import dev.coxswain.controllermanager.endpoints.SlicePlanner.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyHintsTest {
  private static final Group GROUP = new Group("IPv4", List.of());
  private static final String SCARCE = "Insufficient number of endpoints";
  private static final String UNFAIR =
      "Unable to allocate minimum required endpoints to each zone without exceeding overload"
          + " threshold";

  // Endpoints are given by their zones, a small letter for one that is not ready, - for no zone.
  // Nodes are zone and processors. Expected: from which zone for which zone, and how many.
  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "AB     | A=2 B=2         | A>A 1, B>B 1",
        "AABB   | A=2 B=2         | A>A 2, B>B 2",
        "AAAABB | A=2 B=2         | A>A 3, A>B 1, B>B 2",
        "AAAB   | A=1 B=1         | A>A 2, A>B 1, B>B 1",
        "AAA    | A=1 B=2         | A>A 1, A>B 2",
        "AAACCC | A=1 B=1 C=1     | A>A 2, A>B 1, C>B 1, C>C 2",
        "AABBbb | A=2 B=2         | A>A 2, B>B 2",
        "AAAAAB | A=5 B=1         | A>A 5, B>B 1",
        "AB     | A=2             | ! Insufficient Node information",
        "AB     | A=2 -=2         | ! Insufficient Node information",
        "AB     | A=2 B=0         | ! Insufficient Node information",
        "Ab     | A=2 B=2         | ! Insufficient number of endpoints (1 endpoints, 2 zones)",
        "AB     | A=9 B=1         | ! Unable to allocate minimum",
        "AAB-   | A=2 B=2         | ! One or more endpoints do not have a zone specified",
      })
  void endpointsAreSharedOutByProcessors(String endpoints, String nodes, String expected) {
    var outcome = TopologyHints.hinted(desired(endpoints), List.of(), shares(nodes));
    if (expected.startsWith("! ")) {
      assertThat(outcome.refusals().get("IPv4")).startsWith(expected.substring(2));
      assertThat(tell(outcome.desired())).isEmpty();
    } else {
      assertThat(tell(outcome.desired())).isEqualTo(expected);
      assertThat(outcome.refusals()).isEmpty();
    }
  }

  @Test
  void theWordsTellTheSizes() {
    assertThat(TopologyHints.hinted(desired("A"), List.of(), shares("A=1 B=1")).refusals())
        .containsEntry("IPv4", SCARCE + " (1 endpoints, 2 zones)");
    assertThat(TopologyHints.hinted(desired("AB"), List.of(), shares("A=9 B=1")).refusals())
        .containsEntry("IPv4", UNFAIR + " (2 endpoints, 2 zones)");
  }

  @Test
  void whatIsGoodEnoughStays() {
    var first = TopologyHints.hinted(desired("AAABBB"), List.of(), shares("A=1 B=2")).desired();
    var existing = List.of(EndpointSlice.newBuilder().addAllEndpoints(all(first)).build());
    assertThat(tell(first)).isEqualTo("A>A 2, A>B 1, B>B 3");
    var changed = shares("A=10 B=19");
    assertThat(TopologyHints.hinted(desired("AAABBB"), existing, changed).desired())
        .isEqualTo(first);
    assertThat(tell(TopologyHints.hinted(desired("AAABBB"), existing, shares("A=2 B=1")).desired()))
        .isEqualTo("A>A 3, B>A 1, B>B 2");
  }

  @Test
  void familiesAreHintedApart() {
    var groups = new LinkedHashMap<>(desired("AB").endpoints());
    groups.put(new Group("IPv6", List.of()), desired("A").endpoints().get(GROUP));
    var both = new Desired(ObjectMeta.getDefaultInstance(), groups);
    var outcome = TopologyHints.hinted(both, List.of(), shares("A=1 B=1"));
    assertThat(outcome.refusals()).containsOnlyKeys("IPv6");
    assertThat(outcome.desired().endpoints().get(GROUP)).allMatch(Endpoint::hasHints);
  }

  @ParameterizedTest
  @CsvSource({
    "topology-mode,Auto,true",
    "topology-mode,auto,true",
    "topology-mode,Disabled,false",
    "topology-aware-hints,Auto,true",
    "other,Auto,false"
  })
  void servicesAskByAnnotation(String name, String value, boolean enabled) {
    var metadata = ObjectMeta.newBuilder().putAnnotations("service.kubernetes.io/" + name, value);
    assertThat(TopologyHints.isEnabled(Service.newBuilder().setMetadata(metadata).build()))
        .isEqualTo(enabled);
  }

  @Test
  void controlPlanesAndSilentNodesDoNotCount() {
    var nodes = new ArrayList<>(nodes("A=1 B=1 C=1 D=1"));
    nodes.set(
        2,
        nodes.get(2).toBuilder()
            .setMetadata(
                nodes.get(2).getMetadata().toBuilder()
                    .putLabels("node-role.kubernetes.io/control-plane", ""))
            .build());
    nodes.set(3, nodes.get(3).toBuilder().setStatus(NodeStatus.getDefaultInstance()).build());
    assertThat(ZoneShares.of(nodes).byZone()).isEqualTo(Map.of("A", 0.5, "B", 0.5));
  }

  private static Desired desired(String zones) {
    var endpoints = new ArrayList<Endpoint>();
    for (int i = 0; i < zones.length(); i++) {
      char zone = zones.charAt(i);
      var endpoint =
          Endpoint.newBuilder()
              .addAddresses("10.0.0." + endpoints.size())
              .setConditions(
                  EndpointConditions.newBuilder().setReady(!Character.isLowerCase(zone)));
      if (zone != '-') {
        endpoint.setZone(String.valueOf(Character.toUpperCase(zone)));
      }
      endpoints.add(endpoint.build());
    }
    return new Desired(ObjectMeta.getDefaultInstance(), Map.of(GROUP, endpoints));
  }

  private static List<Endpoint> all(Desired desired) {
    return desired.endpoints().values().stream().flatMap(List::stream).toList();
  }

  private static String tell(Desired desired) {
    return all(desired).stream()
        .filter(Endpoint::hasHints)
        .collect(
            Collectors.groupingBy(
                e -> e.getZone() + ">" + e.getHints().getForZones(0).getName(),
                TreeMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  private static ZoneShares shares(String nodes) {
    return ZoneShares.of(nodes(nodes));
  }

  private static List<Node> nodes(String texts) {
    return List.of(texts.split(" ")).stream().map(TopologyHintsTest::node).toList();
  }

  private static Node node(String text) {
    var pair = text.split("=", 2);
    var metadata = ObjectMeta.newBuilder();
    if (!pair[0].equals("-")) {
      metadata.putLabels("topology.kubernetes.io/zone", pair[0]);
    }
    return Node.newBuilder()
        .setMetadata(metadata)
        .setStatus(
            NodeStatus.newBuilder()
                .putAllocatable("cpu", Amount.parse(pair[1]).toProto())
                .addConditions(NodeCondition.newBuilder().setType("Ready").setStatus("True")))
        .build();
  }
}
