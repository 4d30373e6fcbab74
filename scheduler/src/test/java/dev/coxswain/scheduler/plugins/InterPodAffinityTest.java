package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.labelled;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.WeightedPodAffinityTerm;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.interpod.InterPodAffinity;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InterPodAffinityTest {
  private static final String ZONE = "zone";

  private final InterPodAffinity plugin =
      new InterPodAffinity(
          Cluster.with(namespace("default", "dev"), namespace("shop", "prod"))
              .surroundings()
              .namespaces());

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void decides(String what, PodView pod, List<String> wanted) {
    var nodes = nodes();
    var state = new CycleState();
    var first = plugin.preFilter(state, pod, Snapshot.of(nodes));
    var possible =
        nodes.stream()
            .filter(node ->
                first.code() == Verdict.Code.SKIP || !plugin.filter(state, pod, node).isRejection())
            .map(NodeView::name)
            .toList();
    assertThat(possible).isEqualTo(wanted);
  }

  static Stream<Arguments> rows() {
    var nobody = PodAffinityTerm.newBuilder().setTopologyKey(ZONE).setLabelSelector(app("none"));
    var everywhere =
        term("web", ZONE).toBuilder()
            .setNamespaceSelector(LabelSelector.newBuilder().putMatchLabels("stage", "prod"));
    return Stream.of(
        arguments("nothing asked for", pod("x", "me"), List.of("a1", "a2", "b1", "c1")),
        arguments("near web: its whole zone", near(term("web", ZONE)), List.of("a1", "a2")),
        arguments("away from web: all other zones", away(term("web", ZONE)), List.of("b1", "c1")),
        arguments(
            "away from web on the node only",
            away(term("web", "kubernetes.io/hostname")),
            List.of("a2", "b1", "c1")),
        arguments("near nobody there", near(nobody.build()), List.of()),
        arguments("the first of its kind", near(term("me", ZONE)), List.of("a1", "a2", "b1", "c1")),
        arguments("near both of two", near(term("web", ZONE), term("db", ZONE)), List.of()),
        arguments("web of other namespaces", near(everywhere.build()), List.of("c1")),
        arguments("unwanted by the loner", pod("x", "noisy"), List.of("a1", "a2", "c1")));
  }

  @Test
  void imaginesPodsAwayAndBack() {
    var pod = away(term("web", ZONE));
    var nodes = nodes();
    var state = new CycleState();
    plugin.preFilter(state, pod, Snapshot.of(nodes));
    var web = nodes.getFirst().pods().getFirst();
    assertThat(plugin.filter(state, pod, nodes.getFirst()).reasons())
        .containsExactly("node(s) didn't match pod anti-affinity rules");
    plugin.without(state, pod, web, nodes.getFirst());
    assertThat(plugin.filter(state, pod, nodes.getFirst())).isEqualTo(Verdict.SUCCESS);
    plugin.with(state, pod, web, nodes.getFirst());
    assertThat(plugin.filter(state, pod, nodes.getFirst()).isRejection()).isTrue();
  }

  @Test
  void wishesAreWeighed() {
    var wish =
        WeightedPodAffinityTerm.newBuilder().setWeight(10).setPodAffinityTerm(term("web", ZONE));
    Pods.Part part =
        spec -> {
          spec.getAffinityBuilder()
              .getPodAffinityBuilder()
              .addPreferredDuringSchedulingIgnoredDuringExecution(wish);
          return spec;
        };
    var pod = view("x", part);
    var nodes = nodes();
    var state = new CycleState();
    plugin.preScore(state, pod, nodes, Snapshot.of(nodes));
    var scores = nodes.stream().mapToLong(node -> plugin.score(state, pod, node)).toArray();
    assertThat(scores).containsExactly(10, 10, 0, 0);
    plugin.normalize(state, pod, nodes, scores);
    assertThat(scores).containsExactly(100, 100, 0, 0);
  }

  /// Zone a has web, zone b a pod that wants nothing noisy around, zone c web of another namespace.
  private static List<NodeView> nodes() {
    var elsewhere = labelledPod("w2", "web", "shop");
    return List.of(
        Nodes.view(node("a1", labelled(ZONE, "a")), pod("w", "web")),
        Nodes.view(node("a2", labelled(ZONE, "a"))),
        Nodes.view(node("b1", labelled(ZONE, "b")), loner()),
        Nodes.view(node("c1", labelled(ZONE, "c")), elsewhere));
  }

  private static PodView loner() {
    Pods.Part part =
        spec -> {
          spec.getAffinityBuilder()
              .getPodAntiAffinityBuilder()
              .addRequiredDuringSchedulingIgnoredDuringExecution(term("noisy", ZONE));
          return spec;
        };
    return view("loner", part);
  }

  private static PodView near(PodAffinityTerm... terms) {
    var pod = pod("x", "me").pod().toBuilder();
    pod.getSpecBuilder()
        .getAffinityBuilder()
        .getPodAffinityBuilder()
        .addAllRequiredDuringSchedulingIgnoredDuringExecution(List.of(terms));
    return PodView.of(pod.build());
  }

  private static PodView away(PodAffinityTerm term) {
    var pod = pod("x", "me").pod().toBuilder();
    pod.getSpecBuilder()
        .getAffinityBuilder()
        .getPodAntiAffinityBuilder()
        .addRequiredDuringSchedulingIgnoredDuringExecution(term);
    return PodView.of(pod.build());
  }

  private static PodView pod(String name, String app) {
    return labelledPod(name, app, "default");
  }

  private static PodView labelledPod(String name, String app, String namespace) {
    Pod.Builder pod = Pods.pod(name).toBuilder();
    pod.getMetadataBuilder().putLabels("app", app).setNamespace(namespace);
    return PodView.of(pod.build());
  }

  private static PodAffinityTerm term(String app, String key) {
    return PodAffinityTerm.newBuilder().setTopologyKey(key).setLabelSelector(app(app)).build();
  }

  private static LabelSelector app(String name) {
    return LabelSelector.newBuilder().putMatchLabels("app", name).build();
  }

  private static Namespace namespace(String name, String stage) {
    return Namespace.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName(name).putLabels("stage", stage))
        .build();
  }
}
