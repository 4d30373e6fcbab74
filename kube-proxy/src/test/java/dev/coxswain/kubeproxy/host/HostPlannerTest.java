package dev.coxswain.kubeproxy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.hosts.HostAnnotations;
import dev.coxswain.kubeproxy.host.HostPlanner.Wanted;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostPlannerTest {
  private static final String CIDR = "10.244.2.0/24";
  private static final String ADDRESSES = HostAnnotations.ADDRESSES;

  static Stream<Arguments> plans() {
    return Stream.of(
        arguments("another's pods", node("b", route(CIDR, "10.0.0.2")), routes(CIDR, "10.0.0.2")),
        arguments("its own pods", node("a", route(CIDR, "10.0.0.2")), nothing()),
        arguments("not the node's own address", node("b", route(CIDR, "10.0.0.7")), nothing()),
        arguments("not its pods", node("b", route("10.244.3.0/24", "10.0.0.2")), nothing()),
        arguments("the whole world", node("b", route("0.0.0.0/0", "10.0.0.2")), nothing()),
        arguments(
            "its own balancers",
            node("a", Map.of(ADDRESSES, "10.0.1.1,10.0.1.2,nonsense")),
            new Wanted(Map.of(), Set.of("10.0.1.1", "10.0.1.2"))),
        arguments("another's balancers", node("b", Map.of(ADDRESSES, "10.0.1.1")), nothing()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void aHostBelievesWhatANodeMaySay(String name, Node node, Wanted wanted) {
    assertThat(HostPlanner.plan(new HostPlanner.View("a", "10.244.0.0/16", List.of(node))))
        .isEqualTo(wanted);
  }

  private static Map<String, String> route(String cidr, String gateway) {
    return Map.of(HostAnnotations.routeTo(cidr), gateway);
  }

  private static Wanted routes(String cidr, String gateway) {
    return new Wanted(Map.of(cidr, gateway), Set.of());
  }

  private static Wanted nothing() {
    return new Wanted(Map.of(), Set.of());
  }

  private static Node node(String name, Map<String, String> annotations) {
    return Node.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName(name).putAllAnnotations(annotations))
        .setSpec(NodeSpec.newBuilder().addPodCIDRs(CIDR).addPodCIDRs("0.0.0.0/0"))
        .setStatus(
            NodeStatus.newBuilder()
                .addAddresses(
                    NodeAddress.newBuilder().setType("InternalIP").setAddress("10.0.0.2")))
        .build();
  }
}
