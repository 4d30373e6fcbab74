package dev.coxswain.controllermanager.statefulset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.apps.v1.RollingUpdateStatefulSetStrategy;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.apps.v1.StatefulSetOrdinals;
import dev.coxswain.api.apps.v1.StatefulSetSpec;
import dev.coxswain.api.apps.v1.StatefulSetUpdateStrategy;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodCondition;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.statefulset.StatefulSetPlanner.Action;
import dev.coxswain.controllermanager.statefulset.StatefulSetPlanner.Revision;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatefulSetPlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Revision OLD = new Revision("db-old", PodTemplateSpec.getDefaultInstance());
  private static final Revision NEW = new Revision("db-new", PodTemplateSpec.getDefaultInstance());

  // Pods are written as number:revision:state, states as in `pod` below.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "the first comes first                    | 2 |             |                             |"
            + " create db-0",
        "the second waits for the first           | 2 |             | 0:old:pending              "
            + " |",
        "and for its time                         | 2 | minReady=10 | 0:old:ready                "
            + " |",
        "a ready one lets the next come           | 2 |             | 0:old:ready                 |"
            + " create db-1",
        "a deleted one holds the next up          | 2 |             | 0:old:leaving              "
            + " |",
        "what ended makes way for another         | 2 |             | 0:old:failed                |"
            + " delete db-0",
        "also with success                        | 2 |             | 0:old:succeeded             |"
            + " delete db-0",
        "all at once                              | 3 | parallel    | 1:old:pending               |"
            + " create db-0; create db-2",
        "numbers start where they should          | 2 | start=5     |                             |"
            + " create db-5",
        "others are too many                      | 1 | start=5     | 5:new:ready 0:old:ready     |"
            + " delete db-0",
        "the highest goes first                   | 1 |             | 0:new:ready 1:new:ready"
            + " 2:new:ready | delete db-2",
        "one after the other                      | 1 |             | 0:new:ready 1:new:ready"
            + " 2:new:leaving |",
        "the lowest that is unwell goes           | 0 |             | 0:new:pending               |"
            + " delete db-0",
        "those above wait for it                  | 0 |             | 0:new:pending 1:new:pending"
            + " |",
        "healthy ones above do not                | 0 |             | 0:new:pending 1:new:ready   |"
            + " delete db-1",
        "all surplus at once                      | 0 | parallel    | 0:new:pending 1:new:ready   |"
            + " delete db-1; delete db-0",
        "nothing goes before all are well         | 2 |             | 0:new:ready 1:new:pending"
            + " 2:new:ready |",
        "the highest is updated first             | 2 |             | 0:old:ready 1:old:ready     |"
            + " delete db-1",
        "the next when that is well               | 2 |             | 0:old:ready 1:new:ready     |"
            + " delete db-0",
        "and not before                           | 2 | parallel    | 0:old:ready 1:new:pending  "
            + " |",
        "an unwell old one is updated in parallel | 2 | parallel    | 0:old:ready 1:old:pending   |"
            + " delete db-1",
        "but blocks those in order                | 2 |             | 0:old:ready 1:old:pending  "
            + " |",
        "not below the partition                  | 2 | partition=1 | 0:old:ready 1:new:ready    "
            + " |",
        "nor at all                               | 2 | ondelete    | 0:old:ready 1:old:ready    "
            + " |",
        "a stranger gets our labels               | 1 |             | 0:new:ready:bare            |"
            + " update db-0",
      })
  void plan(String name, int replicas, String options, String pods, String actions) {
    var set = set(replicas, text(options));
    var plan = StatefulSetPlanner.plan(view(set, text(pods), Map.of()), NOW);
    assertThat(describe(plan)).isEqualTo(text(actions));
  }

  // Claims are written as number:owners.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "kept whatever happens              | Retain/Retain | 0:new:ready             | 0:         "
            + "  |",
        "goes with the set                  | Delete/Retain | 0:new:ready             | 0:         "
            + "  | own data-db-0 [set]; update db-0",
        "as it already does                 | Delete/Retain | 0:new:ready             | 0:set      "
            + "  |",
        "no longer                          | Retain/Retain | 0:new:ready             | 0:set      "
            + "  | own data-db-0 []; update db-0",
        "a pending pod says nothing         | Delete/Retain | 0:new:pending           | 0:         "
            + "  | own data-db-0 [set]",
        "a missing one is made              | Retain/Retain | 0:new:pending           |            "
            + "  | claim data-db-0",
        "stays while the pod is wanted      | Retain/Delete | 0:new:ready             | 0:         "
            + "  |",
        "goes with the pod                  | Retain/Delete | 0:new:ready 1:new:ready | 0: 1:      "
            + "  | own data-db-1 [pod-1]; delete db-1",
        "is left for the pod                | Delete/Delete | 0:new:ready 1:new:ready | 0:set 1:set"
            + "  | own data-db-1 [pod-1]; delete db-1",
        "from there back to the set         | Delete/Delete | 0:new:ready             | 0:pod-0    "
            + "  | own data-db-0 [set]; update db-0",
        "an earlier pod's is not ours       | Delete/Delete | 0:new:ready             | 0:pod-gone "
            + "  |",
        "nor is another controller's        | Delete/Delete | 0:new:ready             | 0:other    "
            + "  |",
        "ours beside another's is too much  | Delete/Delete | 0:new:ready             | 0:other+set"
            + "  | own data-db-0 [other] conflict; update db-0",
        "an earlier pod's must go first     | Retain/Delete |                         | 0:pod-gone "
            + "  |",
        "kept ones are taken over           | Retain/Retain |                         | 0:pod-gone "
            + "  | create db-0",
      })
  void claims(String name, String policy, String pods, String claims, String actions) {
    var set = set(1, "policy=" + policy);
    var all = new HashMap<String, PersistentVolumeClaim>();
    for (var claim : text(claims).split(" ")) {
      if (!claim.isEmpty()) {
        var parts = claim.split(":", -1);
        all.put("data-db-" + parts[0], claim("data-db-" + parts[0], parts[0], parts[1]));
      }
    }
    var plan = StatefulSetPlanner.plan(view(set, text(pods), all), NOW);
    assertThat(describe(plan)).isEqualTo(text(actions));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 |             | 0:old:ready 1:old:ready     | 2 2 2 1 0 db-old",
        "2 |             | 0:old:ready 1:new:ready     | 2 2 2 0 1 db-old",
        "2 |             | 0:new:ready 1:new:ready     | 2 2 2 2 2 db-new",
        "2 |             | 0:new:ready                 | 1 1 1 0 1 db-old",
        "2 | ondelete    | 0:new:ready 1:new:ready     | 2 2 2 0 2 db-old",
        "2 | minReady=10 | 0:new:ready 1:old:leaving   | 2 2 0 0 1 db-old",
      })
  void status(int replicas, String options, String pods, String expected) {
    var status =
        StatefulSetPlanner.plan(view(set(replicas, text(options)), text(pods), Map.of()), NOW)
            .status();
    assertThat(
            "%d %d %d %d %d %s"
                .formatted(
                    status.getReplicas(),
                    status.getReadyReplicas(),
                    status.getAvailableReplicas(),
                    status.getCurrentReplicas(),
                    status.getUpdatedReplicas(),
                    status.getCurrentRevision()))
        .isEqualTo(expected);
  }

  private static String text(String cell) {
    return cell == null ? "" : cell;
  }

  private static String describe(StatefulSetPlanner.Plan plan) {
    return plan.actions().stream()
        .map(StatefulSetPlannerTest::describe)
        .collect(Collectors.joining("; "));
  }

  private static String describe(Action action) {
    return switch (action) {
      case Action.Create(var pod, var _) -> "create " + pod.getMetadata().getName();
      case Action.CreateClaim(var _, var claim) -> "claim " + claim.getMetadata().getName();
      case Action.Update(var pod) -> "update " + pod.getMetadata().getName();
      case Action.Delete(var pod) -> "delete " + pod.getMetadata().getName();
      case Action.Own(var claim, var owners, var conflict) ->
          "own %s %s%s"
              .formatted(
                  claim.getMetadata().getName(),
                  owners.stream().map(OwnerReference::getUid).toList(),
                  conflict ? " conflict" : "");
    };
  }

  private static StatefulSetPlanner.View view(
      StatefulSet set, String pods, Map<String, PersistentVolumeClaim> claims) {
    var list =
        Arrays.stream(pods.split(" "))
            .filter(p -> !p.isEmpty())
            .map(StatefulSetPlannerTest::pod)
            .toList();
    return new StatefulSetPlanner.View(set, List.copyOf(list), claims, OLD, NEW);
  }

  private static StatefulSet set(int replicas, String options) {
    var spec =
        StatefulSetSpec.newBuilder()
            .setReplicas(replicas)
            .setPodManagementPolicy(options.contains("parallel") ? "Parallel" : "OrderedReady")
            .setMinReadySeconds(number(options, "minReady="))
            .setOrdinals(StatefulSetOrdinals.newBuilder().setStart(number(options, "start=")))
            .setSelector(LabelSelector.newBuilder().putMatchLabels("app", "db"));
    spec.setUpdateStrategy(
        StatefulSetUpdateStrategy.newBuilder()
            .setType(options.contains("ondelete") ? "OnDelete" : "RollingUpdate")
            .setRollingUpdate(
                RollingUpdateStatefulSetStrategy.newBuilder()
                    .setPartition(number(options, "partition="))));
    if (options.startsWith("policy=")) {
      var policy = options.substring(7).split("/");
      spec.getPersistentVolumeClaimRetentionPolicyBuilder()
          .setWhenDeleted(policy[0])
          .setWhenScaled(policy[1]);
      spec.addVolumeClaimTemplates(
          PersistentVolumeClaim.newBuilder().setMetadata(ObjectMeta.newBuilder().setName("data")));
    }
    return StatefulSet.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setName("db").setUid("set"))
        .setSpec(spec)
        .build();
  }

  private static int number(String options, String key) {
    return options.startsWith(key) ? Integer.parseInt(options.substring(key.length())) : 0;
  }

  private static Pod pod(String text) {
    var parts = text.split(":");
    var metadata =
        ObjectMeta.newBuilder()
            .setName("db-" + parts[0])
            .setUid("pod-" + parts[0])
            .putLabels("controller-revision-hash", "db-" + parts[1]);
    if (parts.length == 3) {
      metadata
          .putLabels("statefulset.kubernetes.io/pod-name", "db-" + parts[0])
          .putLabels("apps.kubernetes.io/pod-index", parts[0]);
    }
    var pod = Pod.newBuilder();
    switch (parts[2]) {
      case "pending" -> pod.getStatusBuilder().setPhase("Pending");
      case "failed" -> pod.getStatusBuilder().setPhase("Failed");
      case "succeeded" -> pod.getStatusBuilder().setPhase("Succeeded");
      case "leaving" -> {
        metadata.setDeletionTimestamp(Times.of(NOW));
        ready(pod);
      }
      default -> ready(pod);
    }
    return pod.setMetadata(metadata).build();
  }

  private static void ready(Pod.Builder pod) {
    pod.getStatusBuilder()
        .setPhase("Running")
        .addConditions(
            PodCondition.newBuilder()
                .setType("Ready")
                .setStatus("True")
                .setLastTransitionTime(Times.of(NOW)));
  }

  private static PersistentVolumeClaim claim(String name, String ordinal, String owners) {
    var metadata = ObjectMeta.newBuilder().setName(name);
    for (var owner : owners.split("\\+")) {
      var ref = OwnerReference.newBuilder().setUid(owner).setController(true);
      if (owner.equals("set")) {
        metadata.addOwnerReferences(ref.setKind("StatefulSet").setName("db"));
      } else if (owner.startsWith("pod-")) {
        metadata.addOwnerReferences(ref.setKind("Pod").setName("db-" + ordinal));
      } else if (!owner.isEmpty()) {
        metadata.addOwnerReferences(ref.setKind("Other").setName("other"));
      }
    }
    return PersistentVolumeClaim.newBuilder().setMetadata(metadata).build();
  }
}
