package dev.coxswain.scheduler.plugins;

import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.with;
import static dev.coxswain.scheduler.Pods.asking;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.ContainerImage;
import dev.coxswain.scheduler.Nodes;
import dev.coxswain.scheduler.Pods;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.plugins.images.ImageLocality;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit.Ignored;
import dev.coxswain.scheduler.plugins.resources.ResourceWeight;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.LeastAllocated;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.MostAllocated;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.Point;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.RequestedToCapacityRatio;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScoringTest {
  private static final long MEBI = 1L << 20;
  private static final List<ResourceWeight> EVEN = ResourceWeight.CPU_AND_MEMORY;
  private static final List<ResourceWeight> MOSTLY_CPU =
      List.of(new ResourceWeight("cpu", 3), new ResourceWeight("memory", 1));
  private static final List<Point> PACKED = List.of(new Point(0, 0), new Point(100, 10));
  private static final List<Point> HALF =
      List.of(new Point(0, 0), new Point(50, 10), new Point(100, 0));

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategies")
  void scoresUse(String what, ScoringStrategy strategy, PodView pod, PodView there, long wanted) {
    var plugin = new NodeResourcesFit(strategy, Ignored.NOTHING);
    var node = Nodes.view(node("a", with("1", "1000Mi", 10)), there);
    assertThat(plugin.score(new CycleState(), pod, node)).isEqualTo(wanted);
  }

  static Stream<Arguments> strategies() {
    var pod = view("p", asking("250m", "500Mi"));
    var empty = view("x", asking("0", "0"));
    var half = view("x", asking("500m", "0"));
    return Stream.of(
        arguments("least: the mean of what is left", new LeastAllocated(EVEN), pod, empty, 62L),
        arguments("least: less is left", new LeastAllocated(EVEN), pod, half, 37L),
        arguments("most: the mean of what is used", new MostAllocated(EVEN), pod, empty, 37L),
        arguments("most: more is used", new MostAllocated(EVEN), pod, half, 62L),
        arguments("most: weighted", new MostAllocated(MOSTLY_CPU), pod, half, 68L),
        arguments("ratio: the fuller the better", ratio(PACKED), pod, half, 63L),
        arguments("ratio: halves are best, rising", ratio(HALF), pod, empty, 75L),
        arguments("ratio: halves are best, falling", ratio(HALF), pod, half, 75L));
  }

  private static ScoringStrategy ratio(List<Point> shape) {
    return new RequestedToCapacityRatio(EVEN, shape);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("images")
  void scoresImages(String what, PodView pod, List<NodeView> nodes, long wanted) {
    var plugin = new ImageLocality();
    var state = new CycleState();
    var verdict = plugin.preScore(state, pod, nodes, Snapshot.of(nodes));
    long score =
        verdict.code() == Verdict.Code.SKIP ? 0 : plugin.score(state, pod, nodes.getFirst());
    assertThat(score).isEqualTo(wanted);
  }

  static Stream<Arguments> images() {
    return Stream.of(
        arguments("nobody has it", running("app:1"), nodes(4, 0, "app:1", 900), 0L),
        arguments("everybody has it", running("app:1"), nodes(4, 4, "app:1", 512), 50L),
        arguments("half of the nodes have it", running("app:1"), nodes(4, 2, "app:1", 512), 23L),
        arguments("too small to count", running("app:1"), nodes(1, 1, "app:1", 20), 0L),
        arguments("larger than counts", running("app:1"), nodes(1, 1, "app:1", 3000), 100L),
        arguments("no tag is the latest", running("app"), nodes(1, 1, "app:latest", 512), 50L),
        arguments("another tag", running("app:2"), nodes(1, 1, "app:1", 512), 0L),
        arguments(
            "a registry's port is no tag",
            running("example.com:5000/app"),
            nodes(1, 1, "example.com:5000/app:latest", 512),
            50L),
        arguments("one image of two", running("app:1", "other:1"), nodes(1, 1, "app:1", 512), 24L));
  }

  private static PodView running(String... images) {
    var pod = Pods.pod("p").toBuilder();
    pod.getSpecBuilder().clearContainers();
    for (var image : images) {
      pod.getSpecBuilder().addContainersBuilder().setName(image).setImage(image);
    }
    return PodView.of(pod.build());
  }

  /// So many nodes, of which the first ones have an image.
  private static List<NodeView> nodes(int count, int having, String image, long mebibytes) {
    Nodes.Part pulled =
        node -> {
          node.getStatusBuilder()
              .addImages(
                  ContainerImage.newBuilder().addNames(image).setSizeBytes(mebibytes * MEBI));
          return node;
        };
    return IntStream.range(0, count)
        .mapToObj(i -> i < having ? node("n" + i, pulled) : node("n" + i))
        .map(node -> Nodes.view(node))
        .toList();
  }
}
