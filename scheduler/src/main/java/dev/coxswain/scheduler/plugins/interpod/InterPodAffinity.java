package dev.coxswain.scheduler.plugins.interpod;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.client.Lister;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.PreScorePlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodAffinities.Wish;
import dev.coxswain.scheduler.snapshot.PodCounts;
import dev.coxswain.scheduler.snapshot.PodCounts.Query;
import dev.coxswain.scheduler.snapshot.PodTerm;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/// Affinity and anti-affinity between pods: a pod's own, and that of the pods there are.
public final class InterPodAffinity
    implements PreFilterPlugin, FilterPlugin, PreScorePlugin, ScorePlugin {
  public static final int DEFAULT_HARD_WEIGHT = 1;

  private final Namespaces namespaces;
  private final int hardWeight;
  private final boolean ownWishesOnly;

  /// A wish of the pod itself, and where the pods are that it is about.
  private record Counted(PodCounts counts, long weight) {
    long of(NodeView node) {
      var place = node.labels().get(counts.query().topologyKey());
      return place == null ? 0 : counts.in(place) * weight;
    }
  }

  private record Attraction(List<Counted> own, List<Places> others) {}

  public InterPodAffinity(Lister<Namespace> namespaces) {
    this(namespaces, DEFAULT_HARD_WEIGHT, false);
  }

  /// The plugin.
  ///
  /// @param hardWeight how much it counts that a pod there is requires to be near this one
  /// @param ownWishesOnly whether pods without wishes of their own ignore those of the pods there
  ///   are
  public InterPodAffinity(Lister<Namespace> namespaces, int hardWeight, boolean ownWishesOnly) {
    this.namespaces = new Namespaces(namespaces);
    this.hardWeight = hardWeight;
    this.ownWishesOnly = ownWishesOnly;
  }

  @Override
  public String name() {
    return "InterPodAffinity";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    var neighbours = Neighbours.of(pod, namespaces, snapshot);
    state.put(Neighbours.class, neighbours);
    return neighbours.saysNothing() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    return state.require(Neighbours.class).on(node);
  }

  @Override
  public boolean exclude(CycleState state, PodView pod, Snapshot snapshot, BitSet excluded) {
    state.require(Neighbours.class).exclude(snapshot, excluded);
    return true;
  }

  @Override
  public void with(CycleState state, PodView pod, PodView other, NodeView node) {
    state.get(Neighbours.class).ifPresent(neighbours -> neighbours.imagine(other, node, 1));
  }

  @Override
  public void without(CycleState state, PodView pod, PodView other, NodeView node) {
    state.get(Neighbours.class).ifPresent(neighbours -> neighbours.imagine(other, node, -1));
  }

  @Override
  public Verdict preScore(CycleState state, PodView pod, List<NodeView> nodes, Snapshot snapshot) {
    var own = new ArrayList<Counted>();
    pod.affinities().near().forEach(wish -> own.add(counted(wish, 1, snapshot)));
    pod.affinities().far().forEach(wish -> own.add(counted(wish, -1, snapshot)));
    if (own.isEmpty() && ownWishesOnly) {
      return Verdict.SKIP;
    }
    var labels = namespaces.labels(pod.key().namespace());
    var others = new Places.Sum();
    others.add(snapshot.near().matching(pod, labels), 1);
    others.add(snapshot.far().matching(pod, labels), -1);
    if (hardWeight > 0) {
      others.add(snapshot.together().matching(pod, labels), hardWeight);
    }
    var attraction = new Attraction(own, others.places());
    state.put(Attraction.class, attraction);
    return own.isEmpty() && attraction.others().isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  private Counted counted(Wish wish, int sign, Snapshot snapshot) {
    var term = wish.term();
    var query =
        new Query(
            List.of(namespaces.group(term)), true, term.topologyKey(), PodCounts.NodeFilter.ALL);
    return new Counted(snapshot.count(query), (long) sign * wish.weight());
  }

  @Override
  public long score(CycleState state, PodView pod, NodeView node) {
    var attraction = state.require(Attraction.class);
    long score = 0;
    for (var counted : attraction.own()) {
      score += counted.of(node);
    }
    for (var places : attraction.others()) {
      score += places.of(node.labels());
    }
    return score;
  }

  /// The best becomes [#MAX] and the worst 0.
  @Override
  public void normalize(CycleState state, PodView pod, List<NodeView> nodes, long[] scores) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (long score : scores) {
      least = Math.min(least, score);
      most = Math.max(most, score);
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          most == least ? 0 : (long) (MAX * ((double) (scores[i] - least) / (most - least)));
    }
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.PodPlaced(var placed) -> isWanted(pod, placed);
      case ClusterEvent.PodChanged(var before, var after) ->
          isWanted(pod, after) || isUnwanted(pod, before);
      case ClusterEvent.PodRemoved(var gone) -> isUnwanted(pod, gone);
      case ClusterEvent.NodeAdded _ -> true;
      case ClusterEvent.NodeChanged(var before, var after) ->
          !before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap());
      default -> false;
    };
  }

  private boolean isWanted(PodView pod, PodView other) {
    return means(pod.affinities().together().stream(), other);
  }

  private boolean isUnwanted(PodView pod, PodView other) {
    return means(pod.affinities().apart().stream(), other)
        || means(other.affinities().apart().stream(), pod);
  }

  private boolean means(Stream<PodTerm> terms, PodView pod) {
    var labels = namespaces.labels(pod.key().namespace());
    return terms.anyMatch(term -> term.matches(pod, labels));
  }
}
