package dev.coxswain.cloudcontrollermanager.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeAddress;
import dev.coxswain.api.core.v1.NodeSpec;
import dev.coxswain.api.core.v1.NodeStatus;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.cloudcontrollermanager.provider.Routes.Route;
import dev.coxswain.cloudcontrollermanager.route.RoutePlanner.Plan;
import dev.coxswain.cloudcontrollermanager.route.RoutePlanner.Reachability;
import dev.coxswain.cloudcontrollermanager.route.RoutePlanner.View;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoutePlannerTest {
  private static final String CIDR = "10.244.1.0/24";
  private static final Route GOOD = new Route(CIDR, "a", "10.0.0.1");
  private static final Route MOVED = new Route(CIDR, "a", "10.0.0.9");
  private static final Route OLD = new Route("10.244.7.0/24", "a", "10.0.0.1");
  private static final Route GONE = new Route("10.244.2.0/24", "b", "10.0.0.2");
  private static final Route FOREIGN = new Route("192.168.0.0/24", "b", "10.0.0.2");
  private static final Node A = node("a", "10.0.0.1", CIDR);

  static Stream<Arguments> plans() {
    return Stream.of(
        arguments("a new node", List.of(A), List.of(), plan(List.of(), List.of(GOOD))),
        arguments("as desired", List.of(A), List.of(GOOD), plan(List.of(), List.of())),
        arguments(
            "another address", List.of(A), List.of(MOVED), plan(List.of(MOVED), List.of(GOOD))),
        arguments("other pods", List.of(A), List.of(GOOD, OLD), plan(List.of(OLD), List.of())),
        arguments(
            "the node is gone", List.of(A), List.of(GOOD, GONE), plan(List.of(GONE), List.of())),
        arguments("none of ours", List.of(A), List.of(GOOD, FOREIGN), plan(List.of(), List.of())),
        arguments(
            "no addresses for pods yet",
            List.of(node("a", "10.0.0.1")),
            List.of(),
            plan(List.of(), List.of())),
        arguments(
            "each family has its gateway",
            List.of(node("a", "10.0.0.1,fd00::1", CIDR, "fd01:1::/64")),
            List.of(GOOD),
            plan(List.of(), List.of(new Route("fd01:1::/64", "a", "fd00::1")))),
        arguments(
            "no address of its own yet",
            List.of(node("a", "", CIDR)),
            List.of(),
            new Plan(List.of(), List.of(), List.of("a"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void everyNodeHasItsRoute(String name, List<Node> nodes, List<Route> routes, Plan wanted) {
    var view = new View(nodes, routes, List.of(Addresses.parseCidr("10.244.0.0/16").orElseThrow()));
    assertThat(RoutePlanner.plan(view)).isEqualTo(wanted);
  }

  static Stream<Arguments> reachabilities() {
    var nothing = plan(List.of(), List.of());
    var without = node("a", "10.0.0.1");
    return Stream.of(
        arguments("it has its route", A, List.of(GOOD), nothing, List.of(), Reachability.REACHABLE),
        arguments(
            "it could not be made", A, List.of(), nothing, List.of(GOOD), Reachability.UNREACHABLE),
        arguments(
            "nowhere to route to",
            A,
            List.of(),
            new Plan(List.of(), List.of(), List.of("a")),
            List.of(),
            Reachability.UNREACHABLE),
        arguments(
            "no pods, no route",
            without,
            List.of(),
            nothing,
            List.of(),
            Reachability.NOT_CONCERNED),
        arguments(
            "no pods any more",
            without,
            List.of(GOOD),
            nothing,
            List.of(),
            Reachability.UNREACHABLE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reachabilities")
  void theConditionTellsWhatCameOfIt(
      String name,
      Node node,
      List<Route> routes,
      Plan plan,
      List<Route> failed,
      Reachability wanted) {
    assertThat(RoutePlanner.reachability(node, routes, plan, failed)).isEqualTo(wanted);
  }

  private static Plan plan(List<Route> deletions, List<Route> creations) {
    return new Plan(deletions, creations, List.of());
  }

  private static Node node(String name, String addresses, String... cidrs) {
    var status = NodeStatus.newBuilder();
    for (var address : addresses.split(",")) {
      if (!address.isEmpty()) {
        status.addAddresses(NodeAddress.newBuilder().setType("InternalIP").setAddress(address));
      }
    }
    return Node.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName(name))
        .setSpec(NodeSpec.newBuilder().addAllPodCIDRs(List.of(cidrs)))
        .setStatus(status)
        .build();
  }
}
