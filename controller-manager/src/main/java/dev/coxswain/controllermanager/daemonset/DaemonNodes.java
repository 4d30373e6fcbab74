package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.DaemonSetStatus;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.controllermanager.daemonset.DaemonPods.Place;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Which nodes a daemon set is for, and which of its pods are where. Pure.
final class DaemonNodes {
  static final Comparator<Pod> OLDEST_FIRST =
      Comparator.comparing((Pod p) -> p.getSpec().getNodeName().isEmpty())
          .thenComparingLong(p -> p.getMetadata().getCreationTimestamp().getSeconds())
          .thenComparing(p -> p.getMetadata().getName());

  private final DaemonSet set;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, List<Pod>> byNode;

  DaemonNodes(DaemonSet set, List<Node> nodes, List<Pod> pods) {
    this.set = set;
    nodes.forEach(n -> places.put(n.getMetadata().getName(), DaemonPods.place(set, n)));
    this.byNode =
        pods.stream()
            .filter(p -> !(Pods.isDeleting(p) && Pods.isFinished(p)))
            .collect(
                Collectors.groupingBy(
                    DaemonPods::node, LinkedHashMap::new, Collectors.toUnmodifiableList()));
  }

  List<Pod> podsOn(String node) {
    return byNode.getOrDefault(node, List.of());
  }

  Place place(String node) {
    return places.getOrDefault(node, Place.FORBIDDEN);
  }

  /// The nodes that have pods or should have one, with those.
  Map<String, List<Pod>> rolling() {
    var all = new LinkedHashMap<String, List<Pod>>();
    places.forEach((node, place) -> {
      if (place == Place.WANTED) {
        all.put(node, podsOn(node));
      }
    });
    byNode.forEach(all::putIfAbsent);
    return all;
  }

  int desired() {
    return Math.toIntExact(places.values().stream().filter(Place.WANTED::equals).count());
  }

  boolean surges() {
    return set.getSpec().getUpdateStrategy().getType().equals("RollingUpdate") && maxSurge() > 0;
  }

  int maxSurge() {
    var rolling = set.getSpec().getUpdateStrategy().getRollingUpdate();
    return IntOrStrings.scaled(rolling.getMaxSurge(), desired(), true);
  }

  /// With no surge at least one, or nothing could move.
  int maxUnavailable() {
    var rolling = set.getSpec().getUpdateStrategy().getRollingUpdate();
    int unavailable = IntOrStrings.scaled(rolling.getMaxUnavailable(), desired(), true);
    return unavailable == 0 && maxSurge() == 0 ? 1 : unavailable;
  }

  /// Pods bound for nodes that don't exist: no scheduler and no kubelet will ever take them.
  List<Pod> stranded() {
    return byNode.entrySet().stream()
        .filter(e -> !places.containsKey(e.getKey()))
        .flatMap(e -> e.getValue().stream())
        .filter(p -> p.getSpec().getNodeName().isEmpty() && !Pods.isDeleting(p))
        .toList();
  }

  DaemonSetStatus status(DaemonSetPlanner.View view, Instant now) {
    var counts = new HashMap<String, Integer>();
    int minReady = set.getSpec().getMinReadySeconds();
    places.forEach((node, place) -> {
      var oldest = podsOn(node).stream().min(OLDEST_FIRST);
      if (place != Place.WANTED) {
        count(counts, "misscheduled", oldest.isPresent());
        return;
      }
      count(counts, "current", oldest.isPresent());
      count(counts, "ready", oldest.filter(Pods::isReady).isPresent());
      count(
          counts, "available", oldest.filter(p -> Pods.isAvailable(p, minReady, now)).isPresent());
      count(counts, "updated", oldest.filter(p -> isUpdated(p, view.hash())).isPresent());
    });
    int available = counts.getOrDefault("available", 0);
    var status =
        set.getStatus().toBuilder()
            .setDesiredNumberScheduled(desired())
            .setCurrentNumberScheduled(counts.getOrDefault("current", 0))
            .setNumberMisscheduled(counts.getOrDefault("misscheduled", 0))
            .setNumberReady(counts.getOrDefault("ready", 0))
            .setUpdatedNumberScheduled(counts.getOrDefault("updated", 0))
            .setNumberAvailable(available)
            .setNumberUnavailable(desired() - available);
    return view.upToDate()
        ? status.setObservedGeneration(set.getMetadata().getGeneration()).build()
        : status.build();
  }

  private static void count(Map<String, Integer> counts, String what, boolean holds) {
    if (holds) {
      counts.merge(what, 1, Integer::sum);
    }
  }

  boolean isUpdated(Pod pod, String hash) {
    return DaemonPods.isUpdated(set, pod, hash);
  }
}
