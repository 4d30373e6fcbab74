package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.apps.v1.DaemonSetStatus;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import dev.coxswain.controllermanager.daemonset.DaemonPods.Place;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Decides which pods a daemon set needs where. Pure.
final class DaemonSetPlanner {
  private static final int BURST = 250;

  /// Everything one decision may look at.
  ///
  /// @param pods the set's own
  /// @param hash the present revision
  record View(DaemonSet set, List<Node> nodes, List<Pod> pods, String hash) {}

  record Plan(List<Pod> creations, List<Pod> deletions, DaemonSetStatus status) {}

  private final View view;
  private final Instant now;
  private final Map<String, List<Pod>> byNode = new LinkedHashMap<>();
  private final List<Pod> creations = new ArrayList<>();
  private final List<Pod> deletions = new ArrayList<>();

  private DaemonSetPlanner(View view, Instant now) {
    this.view = view;
    this.now = now;
    view.pods()
        .forEach(p -> byNode.computeIfAbsent(DaemonPods.node(p), _ -> new ArrayList<>()).add(p));
  }

  static Plan plan(View view, Instant now) {
    return new DaemonSetPlanner(view, now).plan();
  }

  private Plan plan() {
    if (!view.set().getMetadata().hasDeletionTimestamp()) {
      view.nodes().forEach(this::planNode);
      byNode.forEach(this::dropFromUnknownNode);
      if (view.set().getSpec().getUpdateStrategy().getType().equals("RollingUpdate")) {
        roll();
      }
    }
    return new Plan(
        creations.subList(0, Math.min(BURST, creations.size())),
        deletions.subList(0, Math.min(BURST, deletions.size())),
        status());
  }

  private List<Pod> podsOn(Node node) {
    return byNode.getOrDefault(node.getMetadata().getName(), List.of());
  }

  private void planNode(Node node) {
    var pods = podsOn(node);
    switch (DaemonPods.place(view.set(), node)) {
      case WANTED -> {
        if (pods.isEmpty()) {
          creations.add(pod(node));
        }
        tidy(pods);
      }
      case TOLERATED -> tidy(pods);
      case FORBIDDEN -> pods.stream().filter(p -> !Pods.isDeleting(p)).forEach(deletions::add);
    }
  }

  private Pod pod(Node node) {
    return DaemonPods.create(view.set(), node.getMetadata().getName(), view.hash());
  }

  /// Finished pods are replaced; of several of one revision the oldest stays.
  private void tidy(List<Pod> pods) {
    pods.stream().filter(p -> Pods.isFinished(p) && !Pods.isDeleting(p)).forEach(deletions::add);
    for (boolean updated : List.of(true, false)) {
      pods.stream()
          .filter(Pods::isActive)
          .filter(p -> DaemonPods.isUpdated(p, view.hash()) == updated)
          .sorted(
              Comparator.comparing((Pod p) -> p.getSpec().getNodeName().isEmpty())
                  .thenComparingLong(p -> p.getMetadata().getCreationTimestamp().getSeconds()))
          .skip(1)
          .forEach(deletions::add);
    }
  }

  private void dropFromUnknownNode(String name, List<Pod> pods) {
    boolean known = view.nodes().stream().anyMatch(n -> n.getMetadata().getName().equals(name));
    boolean bound = pods.stream().anyMatch(p -> !p.getSpec().getNodeName().isEmpty());
    if (!known && !bound) {
      pods.stream().filter(p -> !Pods.isDeleting(p)).forEach(deletions::add);
    }
  }

  private void roll() {
    int desired = wantedNodes().size();
    var rolling = view.set().getSpec().getUpdateStrategy().getRollingUpdate();
    int surge = IntOrStrings.scaled(rolling.getMaxSurge(), desired, true);
    int unavailable = IntOrStrings.scaled(rolling.getMaxUnavailable(), desired, true);
    if (surge > 0) {
      rollWithSurge(surge);
    } else {
      rollInPlace(Math.max(1, unavailable));
    }
  }

  private List<Node> wantedNodes() {
    return view.nodes().stream()
        .filter(n -> DaemonPods.place(view.set(), n) == Place.WANTED)
        .toList();
  }

  // Pods that serve nobody are replaced at once; others as long as few enough are missing.
  private void rollInPlace(int maxUnavailable) {
    int missing = 0;
    var candidates = new ArrayList<Pod>();
    for (var node : wantedNodes()) {
      var pods = podsOn(node).stream().filter(Pods::isActive).toList();
      boolean served = pods.stream().anyMatch(this::isAvailable);
      missing += served ? 0 : 1;
      for (var pod : pods) {
        if (DaemonPods.isUpdated(pod, view.hash()) || deletions.contains(pod)) {
          continue;
        }
        if (isAvailable(pod)) {
          candidates.add(pod);
        } else {
          deletions.add(pod);
        }
      }
    }
    candidates.stream().limit(Math.max(0, maxUnavailable - missing)).forEach(deletions::add);
  }

  // The new pod comes first; the old one goes when that is available.
  private void rollWithSurge(int maxSurge) {
    int surging = 0;
    var candidates = new ArrayList<Node>();
    for (var node : wantedNodes()) {
      var pods = podsOn(node).stream().filter(Pods::isActive).toList();
      var old = pods.stream().filter(p -> !DaemonPods.isUpdated(p, view.hash())).toList();
      var fresh = pods.stream().filter(p -> DaemonPods.isUpdated(p, view.hash())).toList();
      if (old.isEmpty()) {
        continue;
      }
      if (!fresh.isEmpty()) {
        surging++;
        if (fresh.stream().anyMatch(this::isAvailable)) {
          deletions.addAll(old);
        }
      } else if (old.stream().noneMatch(this::isAvailable)) {
        creations.add(pod(node));
        deletions.addAll(old);
      } else {
        candidates.add(node);
      }
    }
    candidates.stream().limit(Math.max(0, maxSurge - surging)).forEach(n -> creations.add(pod(n)));
  }

  private boolean isAvailable(Pod pod) {
    return Pods.isActive(pod)
        && Pods.isAvailable(pod, view.set().getSpec().getMinReadySeconds(), now);
  }

  private DaemonSetStatus status() {
    var status = view.set().getStatus().toBuilder();
    int desired = 0;
    int current = 0;
    int misscheduled = 0;
    int ready = 0;
    int updated = 0;
    int available = 0;
    for (var node : view.nodes()) {
      var pods = podsOn(node);
      if (DaemonPods.place(view.set(), node) != Place.WANTED) {
        misscheduled += pods.isEmpty() ? 0 : 1;
        continue;
      }
      desired++;
      if (pods.isEmpty()) {
        continue;
      }
      current++;
      var oldest =
          pods.stream()
              .min(
                  Comparator.comparingLong(
                      p -> p.getMetadata().getCreationTimestamp().getSeconds()))
              .orElseThrow();
      ready += pods.stream().anyMatch(Pods::isReady) ? 1 : 0;
      available +=
          pods.stream()
                  .anyMatch(
                      p -> Pods.isAvailable(p, view.set().getSpec().getMinReadySeconds(), now))
              ? 1
              : 0;
      updated += DaemonPods.isUpdated(oldest, view.hash()) ? 1 : 0;
    }
    return status
        .setDesiredNumberScheduled(desired)
        .setCurrentNumberScheduled(current)
        .setNumberMisscheduled(misscheduled)
        .setNumberReady(ready)
        .setUpdatedNumberScheduled(updated)
        .setNumberAvailable(available)
        .setNumberUnavailable(desired - available)
        .setObservedGeneration(view.set().getMetadata().getGeneration())
        .build();
  }
}
