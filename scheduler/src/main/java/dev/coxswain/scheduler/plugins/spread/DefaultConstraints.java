package dev.coxswain.scheduler.plugins.spread;

import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.ReplicationController;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Requirement;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.Lister;
import dev.coxswain.scheduler.snapshot.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Spreads pods that say nothing of spreading, together with the other pods of their services and
/// of their controller.
///
/// @param bySystem whether these are the defaults of the defaults
public record DefaultConstraints(
    List<TopologySpreadConstraint> constraints, boolean bySystem, Workloads workloads) {
  public static final String SOFT = "ScheduleAnyway";

  /// A little over nodes, and less over zones; nodes need not have both labels.
  public static final List<TopologySpreadConstraint> SYSTEM =
      List.of(soft(Constraint.HOSTNAME, 3), soft("topology.kubernetes.io/zone", 5));

  /// Where pods come from and what they serve.
  public record Workloads(
      Lister<Service> services,
      Lister<ReplicationController> replicationControllers,
      Lister<ReplicaSet> replicaSets,
      Lister<StatefulSet> statefulSets) {}

  public DefaultConstraints {
    constraints = List.copyOf(constraints);
  }

  List<Constraint> of(PodView pod, String whenUnsatisfiable) {
    var wanted =
        constraints.stream()
            .filter(c -> c.getWhenUnsatisfiable().equals(whenUnsatisfiable))
            .toList();
    if (wanted.isEmpty()) {
      return List.of();
    }
    var selector = siblings(pod);
    return selector.isEmpty()
        ? List.of()
        : wanted.stream().map(c -> Constraint.of(c, selector)).toList();
  }

  private Selector siblings(PodView pod) {
    var labels = new TreeMap<String, String>();
    for (var service : workloads.services().list(pod.key().namespace(), Selector.everything())) {
      var selector = service.getSpec().getSelectorMap();
      if (!selector.isEmpty() && pod.labels().entrySet().containsAll(selector.entrySet())) {
        labels.putAll(selector);
      }
    }
    var owners = Metadata.controllerOf(pod.pod()).map(owner -> ofOwner(pod, owner));
    var requirements = new ArrayList<Requirement>(Selector.ofMap(labels).requirements());
    owners.ifPresent(requirements::addAll);
    return Selector.of(requirements.stream().distinct().toList());
  }

  private List<Requirement> ofOwner(PodView pod, OwnerReference owner) {
    var key = new ObjectKey(pod.key().namespace(), owner.getName());
    return switch (owner.getApiVersion() + "/" + owner.getKind()) {
      case "v1/ReplicationController" ->
          workloads
              .replicationControllers()
              .get(key)
              .map(rc -> exactly(rc.getSpec().getSelectorMap()))
              .orElse(List.of());
      case "apps/v1/ReplicaSet" ->
          workloads
              .replicaSets()
              .get(key)
              .map(rs -> Selector.of(rs.getSpec().getSelector()).requirements())
              .orElse(List.of());
      case "apps/v1/StatefulSet" ->
          workloads
              .statefulSets()
              .get(key)
              .map(ss -> Selector.of(ss.getSpec().getSelector()).requirements())
              .orElse(List.of());
      default -> List.of();
    };
  }

  private static List<Requirement> exactly(Map<String, String> labels) {
    return Selector.ofMap(labels).requirements();
  }

  private static TopologySpreadConstraint soft(String key, int maxSkew) {
    return TopologySpreadConstraint.newBuilder()
        .setTopologyKey(key)
        .setMaxSkew(maxSkew)
        .setWhenUnsatisfiable(SOFT)
        .build();
  }
}
