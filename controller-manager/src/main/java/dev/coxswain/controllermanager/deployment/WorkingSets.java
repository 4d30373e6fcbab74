package dev.coxswain.controllermanager.deployment;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The replica sets of one deployment while a plan for them is made: what they are, and what they
/// shall become. Lives as long as one decision.
final class WorkingSets {
  static final Comparator<ReplicaSet> OLDEST_FIRST =
      Comparator.<ReplicaSet, Long>comparing(
              s -> Times.toInstant(s.getMetadata().getCreationTimestamp()).getEpochSecond())
          .thenComparing(s -> s.getMetadata().getName());

  private final Deployment deployment;
  private final Map<String, ReplicaSet> before = new LinkedHashMap<>();
  private final Map<String, ReplicaSet> after = new LinkedHashMap<>();
  private final Map<String, List<Pod>> pods;
  private final Instant now;
  private Optional<String> newest;

  /// @param pods those of the sets
  WorkingSets(Deployment deployment, List<ReplicaSet> sets, List<Pod> pods, Instant now) {
    this.deployment = deployment;
    this.now = now;
    this.pods =
        pods.stream()
            .filter(Pods::isActive)
            .collect(
                Collectors.groupingBy(
                    p -> Metadata.controllerOf(p).map(owner -> owner.getUid()).orElse("")));
    sets.stream()
        .sorted(OLDEST_FIRST)
        .forEach(s -> {
          before.put(s.getMetadata().getName(), s);
          after.put(s.getMetadata().getName(), s);
        });
    var template = deployment.getSpec().getTemplate();
    this.newest =
        after.values().stream()
            .filter(s -> TemplateHash.same(s.getSpec().getTemplate(), template))
            .findFirst()
            .map(s -> s.getMetadata().getName());
  }

  /// The set with the deployment's present template, if there is one yet.
  Optional<ReplicaSet> newest() {
    return newest.map(after::get);
  }

  /// All others, oldest first.
  List<ReplicaSet> old() {
    return after.values().stream()
        .filter(s -> newest.isEmpty() || !newest.get().equals(s.getMetadata().getName()))
        .toList();
  }

  List<ReplicaSet> oldActive() {
    return old().stream().filter(s -> Sizes.specReplicas(s) > 0).toList();
  }

  /// The old ones, then the newest.
  List<ReplicaSet> all() {
    var all = new ArrayList<>(old());
    newest().ifPresent(all::add);
    return all;
  }

  List<ReplicaSet> active() {
    return all().stream().filter(s -> Sizes.specReplicas(s) > 0).toList();
  }

  /// How many replicas of the set are available without doubt: so many its status counts and so
  /// many pods are seen. A status is as old as the last look of whoever wrote it, and that may be a
  /// leader that is long gone.
  int surelyAvailable(ReplicaSet set) {
    return Math.min(set.getStatus().getAvailableReplicas(), availablePods(set));
  }

  int surelyAvailable(List<ReplicaSet> some) {
    return some.stream().mapToInt(this::surelyAvailable).sum();
  }

  /// How many replicas of the set may be available, as its status or its pods say.
  int perhapsAvailable(ReplicaSet set) {
    return Math.max(set.getStatus().getAvailableReplicas(), availablePods(set));
  }

  private int availablePods(ReplicaSet set) {
    int minReady = set.getSpec().getMinReadySeconds();
    return Math.toIntExact(
        pods.getOrDefault(set.getMetadata().getUid(), List.of()).stream()
            .filter(pod -> Pods.isAvailable(pod, minReady, now))
            .count());
  }

  void put(ReplicaSet set) {
    after.put(set.getMetadata().getName(), set);
  }

  void create(ReplicaSet set) {
    put(set);
    newest = Optional.of(set.getMetadata().getName());
  }

  /// Gives the set another size.
  ///
  /// @return whether it is another
  boolean scale(ReplicaSet set, int size) {
    boolean changes = size != Sizes.specReplicas(set);
    put(measured(set.toBuilder().setSpec(set.getSpec().toBuilder().setReplicas(size)).build()));
    return changes;
  }

  ReplicaSet measured(ReplicaSet set) {
    int desired = Sizes.desired(deployment);
    return Revisions.measured(set, desired, desired + Sizes.maxSurge(deployment));
  }

  /// What must be written to make it so, the newest set first.
  List<DeploymentPlanner.Action> actions() {
    var actions = new ArrayList<DeploymentPlanner.Action>();
    for (var set : all().reversed()) {
      var known = before.get(set.getMetadata().getName());
      if (known == null) {
        actions.add(new DeploymentPlanner.Action.Create(set));
      } else if (!known.equals(set)) {
        actions.add(new DeploymentPlanner.Action.Update(known, set));
      }
    }
    return actions;
  }
}
