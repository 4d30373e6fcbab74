package dev.coxswain.scheduler.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.PreFiltering.Everywhere;
import dev.coxswain.scheduler.framework.PreFiltering.Some;
import dev.coxswain.scheduler.snapshot.ClusterState;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.Nominations;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilteringTest {
  private static final int STEPS = 60;
  private static final String ZONE = "topology.kubernetes.io/zone";

  private final PluginSet plugins = Cluster.plugins();
  private final RequestAnswers answers = new RequestAnswers(plugins);
  private final ClusterState cluster = new ClusterState();
  private final Snapshot snapshot = new Snapshot();
  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private final TreeMap<String, Pod> placed = new TreeMap<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void findsExactlyTheNodesThatAFullEvaluationFinds(long seed) {
    var random = new SplittableRandom(seed);
    var objects = new RandomObjects(random);
    int found = 0;
    for (int step = 0; step < STEPS; step++) {
      change(objects, step);
      cluster.refresh(snapshot);
      var pod = objects.pod("asks-" + step);
      var rules = new NaiveRules(List.copyOf(nodes.values()), List.copyOf(placed.values()));
      var wanted =
          nodes.values().stream()
              .filter(n -> rules.allow(pod, n))
              .map(n -> n.getMetadata().getName())
              .toList();
      assertThat(feasible(pod)).as("step %s of seed %s: %s", step, seed, pod).isEqualTo(wanted);
      found += wanted.size();
    }
    assertThat(found).as("not always none").isPositive();
  }

  @Test
  void placesThatAreTooFullAreNotEvenLookedAt() {
    for (int i = 0; i < 1000; i++) {
      cluster.putNode(Nodes.node("n" + i, Nodes.labelled(ZONE, "z" + i % 10)));
    }
    for (int zone = 1; zone < 10; zone++) {
      cluster.assume(PodView.of(spread("p" + zone)), "n" + zone);
    }
    cluster.refresh(snapshot);
    var filtering = new int[1];
    var counting =
        new FilterPlugin() {
          @Override
          public String name() {
            return "Counting";
          }

          @Override
          public Verdict filter(CycleState state, PodView pod, NodeView node) {
            filtering[0]++;
            return Verdict.SUCCESS;
          }
        };
    var pod = PodView.of(spread("p"));
    var state = new CycleState();
    var some = (Some) PreFiltering.run(plugins, state, pod, snapshot);
    var filters = new ArrayList<FilterPlugin>();
    filters.add(counting);
    filters.addAll(some.filters());
    var found =
        new Filtering(plugins, filters, answers, new Nominations(), state, pod)
            .run(snapshot, some, new Sampling(0), 1000);
    assertThat(found.size()).isEqualTo(100);
    assertThat(filtering[0]).isEqualTo(100);
  }

  private static Pod spread(String name) {
    var pod = Pods.pod(name).toBuilder();
    pod.getMetadataBuilder().putLabels("app", "a");
    pod.getSpecBuilder()
        .addTopologySpreadConstraints(
            TopologySpreadConstraint.newBuilder()
                .setMaxSkew(1)
                .setTopologyKey(ZONE)
                .setWhenUnsatisfiable("DoNotSchedule")
                .setLabelSelector(LabelSelector.newBuilder().putMatchLabels("app", "a")));
    return pod.build();
  }

  private List<String> feasible(Pod pod) {
    var view = PodView.of(pod);
    var state = new CycleState();
    return switch (PreFiltering.run(plugins, state, view, snapshot)) {
      case Everywhere _ -> List.of();
      case Some some ->
          new Filtering(plugins, some.filters(), answers, new Nominations(), state, view)
              .run(snapshot, some, new Sampling(0), snapshot.nodes().size() + 1).nodes().stream()
                  .map(NodeView::name)
                  .sorted()
                  .toList();
    };
  }

  /// Something happens in the cluster.
  private void change(RandomObjects objects, int step) {
    if (nodes.size() < 2 || objects.chance(20)) {
      putNode(objects.node("n" + objects.random().nextInt(12)));
    } else if (objects.chance(8)) {
      var gone = pick(objects, nodes.keySet());
      nodes.remove(gone);
      cluster.removeNode(gone);
      placed.values().removeIf(p -> leaves(p, gone));
    } else if (!placed.isEmpty() && objects.chance(30)) {
      var uid = pick(objects, placed.keySet());
      if (objects.chance(30)) {
        replace(uid);
      } else {
        placed.remove(uid);
        cluster.removePod(uid);
      }
    } else {
      var pod = objects.pod("p" + step).toBuilder();
      pod.getSpecBuilder().setNodeName(pick(objects, nodes.keySet()));
      place(pod.build());
    }
  }

  private void putNode(Node node) {
    nodes.put(node.getMetadata().getName(), node);
    cluster.putNode(node);
  }

  private boolean leaves(Pod pod, String node) {
    boolean there = pod.getSpec().getNodeName().equals(node);
    if (there) {
      cluster.removePod(pod.getMetadata().getUid());
    }
    return there;
  }

  /// The pod is told to end.
  private void replace(String uid) {
    var pod = placed.get(uid).toBuilder();
    pod.getMetadataBuilder().setDeletionTimestamp(Times.of(Instant.EPOCH));
    place(pod.build());
  }

  private void place(Pod pod) {
    placed.put(pod.getMetadata().getUid(), pod);
    cluster.putPod(PodView.of(pod));
  }

  private static String pick(RandomObjects objects, Set<String> names) {
    return List.copyOf(names).get(objects.random().nextInt(names.size()));
  }
}
