package dev.coxswain.controllermanager.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.apps.v1.DeploymentStrategy;
import dev.coxswain.api.apps.v1.ReplicaSet;
import dev.coxswain.api.apps.v1.ReplicaSetSpec;
import dev.coxswain.api.apps.v1.ReplicaSetStatus;
import dev.coxswain.api.apps.v1.RollingUpdateDeployment;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.api.util.intstr.IntOrString;
import dev.coxswain.apimachinery.intstr.IntOrStrings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeploymentPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final IntOrString ONE = IntOrStrings.of(1);
  private static final IntOrString ZERO = IntOrStrings.of(0);
  private static final IntOrString QUARTER = IntOrStrings.of("25%");

  /// Sizes and available replicas of the newest set and the old ones, and what the sizes become.
  static Stream<Arguments> steps() {
    return Stream.of(
        arguments(
            "starts with the surge and what may be missing",
            rolling(4, QUARTER, QUARTER),
            List.of(set("old", 4, 4)),
            Map.of("new", 1, "old", 3)),
        arguments(
            "the old shrinks to what may be missing",
            rolling(4, QUARTER, QUARTER),
            List.of(set("new", 1, 0), set("old", 4, 4)),
            Map.of("old", 3)),
        arguments(
            "and grows again as far as there is room",
            rolling(4, QUARTER, QUARTER),
            List.of(set("new", 1, 0), set("old", 3, 3)),
            Map.of("new", 2)),
        arguments(
            "waits until new pods are available",
            rolling(4, QUARTER, QUARTER),
            List.of(set("new", 2, 0), set("old", 3, 3)),
            Map.of()),
        arguments(
            "no surge: the old shrinks first",
            rolling(3, ZERO, ONE),
            List.of(set("new", 0, 0), set("old", 3, 3)),
            Map.of("old", 2)),
        arguments(
            "neither surge nor unavailable still moves",
            rolling(3, ZERO, ZERO),
            List.of(set("new", 0, 0), set("old", 3, 3)),
            Map.of("old", 2)),
        arguments(
            "broken old replicas go first",
            rolling(3, ONE, ZERO),
            List.of(set("new", 1, 0), set("old", 3, 1)),
            Map.of()),
        arguments(
            "old ones that serve nobody are not waited for",
            rolling(3, ONE, ONE),
            List.of(set("new", 1, 1), set("old", 3, 1)),
            Map.of("old", 1)),
        arguments(
            "the oldest shrinks first",
            rolling(4, QUARTER, QUARTER),
            List.of(set("new", 1, 1), set("older", 2, 2), set("old", 2, 2)),
            Map.of("older", 0)),
        arguments(
            "done: nothing to do",
            rolling(3, ONE, ZERO),
            List.of(set("new", 3, 3), set("old", 0, 0)),
            Map.of()),
        arguments(
            "too many are taken away",
            rolling(2, ONE, ZERO),
            List.of(set("new", 5, 5)),
            Map.of("new", 2)),
        arguments(
            "recreate stops the old first",
            recreate(3),
            List.of(set("old", 3, 3)),
            Map.of("old", 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void step(String name, Deployment deployment, List<ReplicaSet> sets, Map<String, Integer> sizes) {
    assertThat(changedSizes(plan(deployment, sets))).isEqualTo(sizes);
  }

  private static Map<String, Integer> changedSizes(DeploymentPlanner.Plan plan) {
    var changed = new TreeMap<String, Integer>();
    for (var action : plan.actions()) {
      switch (action) {
        case DeploymentPlanner.Action.Create(var set) -> changed.put("new", size(set));
        case DeploymentPlanner.Action.Update(var before, var after) -> {
          if (size(before) != size(after)) {
            changed.put(after.getMetadata().getName(), size(after));
          }
        }
        case DeploymentPlanner.Action.Delete _ -> {}
      }
    }
    return changed;
  }

  @Test
  void bothSidesGrowInProportionInTheMiddleOfARollout() {
    var deployment = rolling(10, IntOrStrings.of(2), IntOrStrings.of(2));
    var sets = List.of(measured(set("new", 5, 5), 10, 12), measured(set("old", 7, 7), 10, 12));
    var scaled = deployment.toBuilder();
    scaled.getSpecBuilder().setReplicas(20);
    var sizes =
        plan(scaled.build(), sets).actions().stream()
            .map(a -> ((DeploymentPlanner.Action.Update) a).after())
            .map(s -> s.getMetadata().getName() + "=" + size(s))
            .toList();
    assertThat(sizes).containsExactlyInAnyOrder("new=9", "old=13");
  }

  @Test
  void aPausedDeploymentDoesNotRoll() {
    var paused = rolling(3, ONE, ZERO).toBuilder();
    paused.getSpecBuilder().setPaused(true);
    var plan = plan(paused.build(), List.of(measured(set("old", 3, 3), 3, 4)));
    assertThat(plan.actions()).isEmpty();
    assertThat(plan.deployment().getStatus().getConditionsList())
        .extracting(c -> c.getType() + " " + c.getStatus() + " " + c.getReason())
        .containsExactly(
            "Progressing Unknown DeploymentPaused", "Available True MinimumReplicasAvailable");
  }

  @Test
  void oldSetsBeyondTheHistoryGo() {
    var deployment = rolling(1, ONE, ZERO).toBuilder();
    deployment.getSpecBuilder().setRevisionHistoryLimit(1);
    deployment.getStatusBuilder().setReplicas(1).setUpdatedReplicas(1).setAvailableReplicas(1);
    var sets =
        List.of(
            measured(set("new", 1, 1), 1, 2),
            revision(set("r1", 0, 0), 1),
            revision(set("r2", 0, 0), 2));
    assertThat(plan(deployment.build(), sets).actions())
        .filteredOn(DeploymentPlanner.Action.Delete.class::isInstance)
        .containsExactly(new DeploymentPlanner.Action.Delete(sets.get(1)));
  }

  @Test
  void aCollisionMakesAnotherName() {
    var template = template("new");
    assertThat(TemplateHash.of(template, 0)).isNotEqualTo(TemplateHash.of(template, 1));
    assertThat(TemplateHash.of(template, 1)).matches("[bcdf-hj-np-tv-z24-9]+");
  }

  /// Statuses say one thing and pods another, as nobody kept statuses for a while.
  static Stream<Arguments> lateStatuses() {
    return Stream.of(
        arguments(
            "pods that came up unnoticed are no broken ones",
            List.of(set("new", 1, 0), set("old", 3, 0)),
            Map.of("old", 3),
            Map.of()),
        arguments(
            "what its status alone calls available can't be spared for",
            List.of(set("new", 1, 1), set("old", 3, 3)),
            Map.of("new", 1, "old", 2),
            Map.of()),
        arguments(
            "new ones that only the status calls available keep the old",
            List.of(set("new", 1, 1), set("old", 3, 3)),
            Map.of("old", 3),
            Map.of()),
        arguments(
            "both say so: one goes",
            List.of(set("new", 1, 1), set("old", 3, 3)),
            Map.of("new", 1, "old", 3),
            Map.of("old", 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lateStatuses")
  void statusesAreNotBelievedBlindly(
      String name, List<ReplicaSet> sets, Map<String, Integer> ready, Map<String, Integer> sizes) {
    var pods =
        sets.stream()
            .flatMap(s -> pods(s, ready.getOrDefault(s.getMetadata().getName(), 0)))
            .toList();
    var view = new DeploymentPlanner.View(rolling(3, ONE, ZERO), sets, pods);
    assertThat(changedSizes(DeploymentPlanner.plan(view, NOW))).isEqualTo(sizes);
  }

  /// Pods are as the sets' statuses say.
  private static DeploymentPlanner.Plan plan(Deployment deployment, List<ReplicaSet> sets) {
    var pods = sets.stream().flatMap(s -> pods(s, s.getStatus().getAvailableReplicas())).toList();
    return DeploymentPlanner.plan(new DeploymentPlanner.View(deployment, sets, pods), NOW);
  }

  private static Stream<Pod> pods(ReplicaSet set, int ready) {
    var pod =
        Pod.newBuilder()
            .setMetadata(
                ObjectMeta.newBuilder()
                    .addOwnerReferences(
                        OwnerReference.newBuilder()
                            .setUid(set.getMetadata().getUid())
                            .setController(true)))
            .setStatus(
                PodStatus.newBuilder()
                    .addConditions(PodCondition.newBuilder().setType("Ready").setStatus("True")));
    return Stream.generate(pod::build).limit(ready);
  }

  private static int size(ReplicaSet set) {
    return set.getSpec().getReplicas();
  }

  private static Deployment rolling(int replicas, IntOrString surge, IntOrString unavailable) {
    return wrap(
        deployment(replicas)
            .setStrategy(
                DeploymentStrategy.newBuilder()
                    .setType("RollingUpdate")
                    .setRollingUpdate(
                        RollingUpdateDeployment.newBuilder()
                            .setMaxSurge(surge)
                            .setMaxUnavailable(unavailable))));
  }

  private static Deployment recreate(int replicas) {
    return wrap(
        deployment(replicas).setStrategy(DeploymentStrategy.newBuilder().setType("Recreate")));
  }

  private static Deployment wrap(DeploymentSpec.Builder spec) {
    return Deployment.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName("web").setUid("d"))
        .setSpec(spec)
        .build();
  }

  private static DeploymentSpec.Builder deployment(int replicas) {
    return DeploymentSpec.newBuilder()
        .setReplicas(replicas)
        .setProgressDeadlineSeconds(600)
        .setRevisionHistoryLimit(10)
        .setSelector(LabelSelector.newBuilder().putMatchLabels("app", "web"))
        .setTemplate(template("new"));
  }

  private static PodTemplateSpec template(String image) {
    return PodTemplateSpec.newBuilder()
        .setSpec(PodSpec.newBuilder().addContainers(Container.newBuilder().setImage(image)))
        .build();
  }

  /// A set named for its image; `older` is the oldest.
  private static ReplicaSet set(String name, int size, int available) {
    long age = name.equals("older") ? 1 : name.equals("new") ? 3 : 2;
    return ReplicaSet.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setName(name)
                .setUid(name)
                .setCreationTimestamp(Time.newBuilder().setSeconds(age)))
        .setSpec(ReplicaSetSpec.newBuilder().setReplicas(size).setTemplate(template(name)))
        .setStatus(ReplicaSetStatus.newBuilder().setReplicas(size).setAvailableReplicas(available))
        .build();
  }

  private static ReplicaSet measured(ReplicaSet set, int desired, int max) {
    return revision(
        Revisions.measured(set, desired, max), set.getMetadata().getName().equals("new") ? 9 : 1);
  }

  private static ReplicaSet revision(ReplicaSet set, long revision) {
    return set.toBuilder()
        .setMetadata(
            set.getMetadata().toBuilder()
                .putAnnotations(Revisions.REVISION, Long.toString(revision)))
        .build();
  }
}
