package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.scheduler.framework.ClusterEvent;
import dev.coxswain.scheduler.framework.CycleState;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.PreFilterPlugin;
import dev.coxswain.scheduler.framework.Verdict;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Rules out nodes in other zones and regions than the pod's volumes, as the labels of both say.
public final class VolumeZone implements PreFilterPlugin, FilterPlugin {
  private static final Verdict ELSEWHERE =
      Verdict.unresolvable("node(s) had no available volume zone");
  private static final List<String> LABELS =
      List.of(
          "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region");

  private final Storage storage;

  private record Place(String label, Set<String> values) {
    /// Nodes may have the newer label where volumes have the older one.
    boolean contains(NodeView node) {
      var value = node.labels().get(label);
      if (value == null) {
        value =
            node.labels()
                .get(label.replace("failure-domain.beta.kubernetes.io", "topology.kubernetes.io"));
      }
      return value != null && values.contains(value);
    }
  }

  private record Places(List<Place> all) {}

  public VolumeZone(Storage storage) {
    this.storage = storage;
  }

  @Override
  public String name() {
    return "VolumeZone";
  }

  @Override
  public Verdict preFilter(CycleState state, PodView pod, Snapshot snapshot) {
    if (PodClaims.isEmpty(pod.pod())) {
      return Verdict.SKIP;
    }
    var places = new ArrayList<Place>();
    for (var claim : PodClaims.known(pod.pod(), storage.claims())) {
      var name = claim.getSpec().getVolumeName();
      var volume = storage.volume(name);
      if (volume.isEmpty() && !name.isEmpty()) {
        return Verdict.unresolvable("persistentvolume \"" + name + "\" not found");
      }
      volume.ifPresent(v -> places.addAll(places(v)));
    }
    state.put(Places.class, new Places(places));
    return places.isEmpty() ? Verdict.SKIP : Verdict.SUCCESS;
  }

  /// Nodes that are in no zone at all are those of a cluster without zones.
  @Override
  public Verdict filter(CycleState state, PodView pod, NodeView node) {
    if (LABELS.stream().noneMatch(node.labels()::containsKey)) {
      return Verdict.SUCCESS;
    }
    for (var place : state.require(Places.class).all()) {
      if (!place.contains(node)) {
        return ELSEWHERE;
      }
    }
    return Verdict.SUCCESS;
  }

  @Override
  public boolean mayHelp(ClusterEvent event, PodView pod) {
    return switch (event) {
      case ClusterEvent.NodeAdded _ -> true;
      case ClusterEvent.NodeChanged(var before, var after) ->
          !before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap());
      case ClusterEvent.StorageChanged(var object) ->
          object instanceof PersistentVolume
              || object instanceof PersistentVolumeClaim
              || object instanceof StorageClass;
      default -> false;
    };
  }

  private static List<Place> places(PersistentVolume volume) {
    var labels = volume.getMetadata().getLabelsMap();
    return LABELS.stream()
        .filter(labels::containsKey)
        .map(label -> new Place(label, values(labels.get(label))))
        .toList();
  }

  private static Set<String> values(String label) {
    return new TreeSet<>(List.of(label.split("__", -1)));
  }
}
