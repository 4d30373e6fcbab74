package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.tainted;
import static dev.coxswain.scheduler.Pods.selecting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.plugins.spread.DefaultConstraints;
import dev.coxswain.scheduler.plugins.spread.PodTopologySpread;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodTopologySpreadTest {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final Service WEB =
      Service.newBuilder()
          .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName("web"))
          .setSpec(
              dev.coxswain.api.core.v1.ServiceSpec.newBuilder().putSelector("app", "web").build())
          .build();

  private final PodTopologySpread plugin =
      new PodTopologySpread(
          new DefaultConstraints(
              DefaultConstraints.SYSTEM, true, Cluster.with(WEB).surroundings().workloads()));

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void decides(String what, PodView pod, List<String> wanted) {
    var nodes = nodes();
    var state = new CycleState();
    plugin.preFilter(state, pod, Snapshot.of(nodes));
    assertThat(nodes.stream().filter(n -> !plugin.filter(state, pod, n).isRejection()))
        .extracting(NodeView::name)
        .isEqualTo(wanted);
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments("one ahead is allowed, two are not", spread(c -> c), List.of("c")),
        arguments("three ahead are allowed", spread(c -> c.setMaxSkew(3)), List.of("a", "b", "c")),
        arguments(
            "a zone that the pod can't go to is not the emptiest one",
            spread(c -> c, selecting("disk", "ssd")),
            List.of("b", "c")),
        arguments(
            "unless it shall be",
            spread(c -> c.setNodeAffinityPolicy("Ignore"), selecting("disk", "ssd")),
            List.of("c")),
        arguments(
            "too few zones: the emptiest counts as empty",
            spread(c -> c.setMinDomains(3), selecting("disk", "ssd")),
            List.of("c")),
        arguments("tainted nodes count as well", spread(c -> c.setMaxSkew(2)), List.of("b", "c")),
        arguments(
            "unless they shall not",
            spread(c -> c.setMaxSkew(2).setNodeTaintsPolicy("Honor")),
            List.of("a", "b", "c")));
  }

  @Test
  void aNodeWithoutTheLabelIsHopeless() {
    var pod = spread(c -> c);
    var bare = Nodes.view(node("bare"));
    var state = new CycleState();
    plugin.preFilter(state, pod, Snapshot.of(List.of(bare)));
    assertThat(plugin.filter(state, pod, bare).reasons())
        .containsExactly(
            "node(s) didn't match pod topology spread constraints (missing required label)");
  }

  @Test
  void imaginesPodsAway() {
    var pod = spread(c -> c);
    var nodes = nodes();
    var state = new CycleState();
    plugin.preFilter(state, pod, Snapshot.of(nodes));
    var a = nodes.getFirst();
    a.pods().forEach(gone -> plugin.without(state, pod, gone, a));
    assertThat(plugin.filter(state, pod, a).isRejection()).isFalse();
  }

  @Test
  void podsOfAServiceAreSpreadByDefault() {
    var pod = pod("x");
    var nodes = nodes();
    var state = new CycleState();
    plugin.preScore(state, pod, nodes, Snapshot.of(nodes));
    var scores = nodes.stream().mapToLong(n -> plugin.score(state, pod, n)).toArray();
    plugin.normalize(state, pod, nodes, scores);
    assertThat(scores[2]).as("the empty one").isEqualTo(100);
    assertThat(scores[1]).isLessThan(scores[2]).isGreaterThan(scores[0]);
  }

  /// Two pods in zone a, one in b, none in c, which is tainted.
  private static List<NodeView> nodes() {
    var ssd = labelled("disk", "ssd");
    return List.of(
        Nodes.view(node("a", labelled(ZONE, "a"), ssd), pod("1"), pod("2")),
        Nodes.view(node("b", labelled(ZONE, "b"), ssd), pod("3")),
        Nodes.view(node("c", labelled(ZONE, "c"), tainted("k", "v", "NoSchedule"))));
  }

  private static PodView spread(
      UnaryOperator<TopologySpreadConstraint.Builder> change, Pods.Part... parts) {
    var constraint =
        TopologySpreadConstraint.newBuilder()
            .setMaxSkew(1)
            .setTopologyKey(ZONE)
            .setWhenUnsatisfiable("DoNotSchedule")
            .setLabelSelector(LabelSelector.newBuilder().putMatchLabels("app", "web"));
    var pod = pod("x", parts).pod().toBuilder();
    pod.getSpecBuilder().addTopologySpreadConstraints(change.apply(constraint));
    return PodView.of(pod.build());
  }

  private static PodView pod(String name, Pods.Part... parts) {
    var pod = Pods.pod(name, parts).toBuilder();
    pod.getMetadataBuilder().putLabels("app", "web");
    return PodView.of(pod.build());
  }
}
