package dev.coxswain.controllermanager.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.Endpoint;
import dev.coxswain.api.discovery.v1.ForNode;
import dev.coxswain.api.discovery.v1.ForZone;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Time;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicesOfServiceTest {
  // Node n is in zone z, node m in none, and x is not there. What comes of it is said as
  // r(eady) s(erving) t(erminating), zone, and hints.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ready                          |                | n | ready            | rs. z  []  []",
        "not ready                      |                | n | unready          | ... z  []  []",
        "leaving, but serving           |                | n | ready leaving    | .st z  []  []",
        "leaving                        |                | n | unready leaving  | ..t z  []  []",
        "published whatever its state   | publish        | n | unready          | r.. z  []  []",
        "also when it leaves            | publish        | n | ready leaving    | rst z  []  []",
        "on a node without zone         |                | m | ready            | rs.    []  []",
        "on no node at all              |                | x | ready            |",
        "unless it is to be published   | publish        | x | ready            | rs.    []  []",
        "it has ended                   |                | n | ended            |",
        "close by                       | PreferClose    | n | ready            | rs. z  [z] []",
        "in the same zone               | PreferSameZone | n | ready            | rs. z  [z] []",
        "on the same node               | PreferSameNode | n | ready            | rs. z  [z] [n]",
        "that has no zone               | PreferSameNode | m | ready            | rs.    []  [m]",
        "no preference for the unready  | PreferSameZone | n | unready          | ... z  []  []",
      })
  void endpoint(String name, String options, String node, String state, String expected) {
    var desired =
        SlicesOfService.desired(
            service(options == null ? "" : options),
            List.of(pod(node, state)),
            SlicesOfServiceTest::node);
    var told =
        desired.endpoints().values().stream()
            .flatMap(List::stream)
            .map(SlicesOfServiceTest::tell)
            .collect(Collectors.joining());
    assertThat(told.replaceAll(" +", " "))
        .isEqualTo(expected == null ? "" : expected.replaceAll(" +", " "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "it has a node       |         | m | ready   |",
        "its node is missing |         | x | unready | skipping Pod p for Service ns/s: Node x Not"
            + " Found",
        "published anyway    | publish | x | ready   |",
        "it has ended        |         | x | ended   |",
      })
  void skipped(String name, String options, String node, String state, String expected) {
    var service = service(options == null ? "" : options).toBuilder();
    service.getMetadataBuilder().setNamespace("ns").setName("s");
    assertThat(
            SlicesOfService.skipped(
                service.build(), List.of(pod(node, state)), SlicesOfServiceTest::node))
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  private static String tell(Endpoint endpoint) {
    var conditions = endpoint.getConditions();
    return "%s%s%s %s %s %s"
        .formatted(
            conditions.getReady() ? "r" : ".",
            conditions.getServing() ? "s" : ".",
            conditions.getTerminating() ? "t" : ".",
            endpoint.getZone(),
            endpoint.getHints().getForZonesList().stream().map(ForZone::getName).toList(),
            endpoint.getHints().getForNodesList().stream().map(ForNode::getName).toList());
  }

  private static Service service(String options) {
    var service = Service.newBuilder();
    service.getSpecBuilder().setPublishNotReadyAddresses(options.equals("publish"));
    if (options.startsWith("Prefer")) {
      service.getSpecBuilder().setTrafficDistribution(options);
    }
    return service.build();
  }

  private static Optional<Node> node(String name) {
    if (name.equals("x")) {
      return Optional.empty();
    }
    var metadata = ObjectMeta.newBuilder().setName(name);
    if (name.equals("n")) {
      metadata.putLabels("topology.kubernetes.io/zone", "z");
    }
    return Optional.of(Node.newBuilder().setMetadata(metadata).build());
  }

  private static Pod pod(String node, String state) {
    var pod = Pod.newBuilder();
    pod.getMetadataBuilder().setName("p");
    pod.getSpecBuilder().setNodeName(node);
    pod.getStatusBuilder()
        .setPodIP("10.0.0.1")
        .setPhase(state.equals("ended") ? "Succeeded" : "Running")
        .addConditions(
            PodCondition.newBuilder()
                .setType("Ready")
                .setStatus(state.startsWith("ready") ? "True" : "False"));
    if (state.endsWith("leaving")) {
      pod.getMetadataBuilder().setDeletionTimestamp(Time.newBuilder().setSeconds(1));
    }
    return pod.build();
  }
}
