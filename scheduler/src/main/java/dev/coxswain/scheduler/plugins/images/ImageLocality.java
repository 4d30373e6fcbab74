package dev.coxswain.scheduler.plugins.images;

import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.PreScorePlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Prefers nodes that need not pull much. An image counts the more, the larger it is and the more
/// nodes have it: otherwise everything would gather on the node that was first.
public final class ImageLocality implements PreScorePlugin, ScorePlugin {
  // What is pulled in no time, and what is as bad as it gets; as upstream.
  private static final long SMALL_BYTES = 23L << 20;
  private static final long LARGE_BYTES = 1000L << 20;

  private record Image(String name, double spread) {}

  private record Images(List<Image> known, int containers) {}

  @Override
  public String name() {
    return "ImageLocality";
  }

  @Override
  public Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    var spec = pod.pod().getSpec();
    var known = new ArrayList<Image>();
    names(spec)
        .forEach(name -> {
          int having = snapshot.nodesWithImage(name);
          if (having > 0) {
            known.add(new Image(name, (double) having / snapshot.nodes().size()));
          }
        });
    state.put(
        Images.class, new Images(known, spec.getContainersCount() + spec.getInitContainersCount()));
    return known.isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    var images = state.require(Images.class);
    long bytes = 0;
    for (var image : images.known()) {
      bytes += (long) (node.images().getOrDefault(image.name(), 0L) * image.spread());
    }
    long large = LARGE_BYTES * images.containers();
    long counted = Math.clamp(bytes, SMALL_BYTES, large);
    return MAX * (counted - SMALL_BYTES) / (large - SMALL_BYTES);
  }

  private static Stream<String> names(PodSpec spec) {
    return Stream.concat(
        spec.getInitContainersList().stream().map(c -> tagged(c.getImage())),
        spec.getContainersList().stream().map(c -> tagged(c.getImage())));
  }

  /// As nodes list images: never without a tag or a digest.
  static String tagged(String image) {
    return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
  }
}
