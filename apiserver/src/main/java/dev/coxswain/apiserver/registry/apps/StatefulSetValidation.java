package dev.coxswain.apiserver.registry.apps;

import dev.coxswain.api.apps.v1.StatefulSetSpec;
import dev.coxswain.api.apps.v1.StatefulSetStatus;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.pods.ClaimValidation;
import dev.coxswain.apiserver.registry.pods.PodTemplateValidation;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The rules for stateful sets.
///
/// Some came late. What an older server let in and nobody can change any more is not held against
/// an update.
final class StatefulSetValidation {
  private static final FieldPath TEMPLATE = Problems.SPEC.child("template");
  private static final List<String> RETENTION = List.of("Retain", "Delete");
  private static final String FIXED =
      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
          + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
          + " 'minReadySeconds' are forbidden";

  private final StatefulSetSpec spec;
  private final boolean fresh;
  private final boolean wholeTemplate;
  private final Problems problems;

  private StatefulSetValidation(
      StatefulSetSpec spec, boolean fresh, boolean wholeTemplate, Problems problems) {
    this.spec = spec;
    this.fresh = fresh;
    this.wholeTemplate = wholeTemplate;
    this.problems = problems;
  }

  static void check(StatefulSetSpec spec, Problems problems) {
    new StatefulSetValidation(spec, true, true, problems).check();
  }

  static void checkUpdate(StatefulSetSpec spec, StatefulSetSpec before, Problems problems) {
    var earlier = new Problems();
    new StatefulSetValidation(before, false, true, earlier).check();
    new StatefulSetValidation(spec, false, earlier.isEmpty(), problems).check();
    if (!fixed(spec).equals(fixed(before))) {
      problems.forbidden(Problems.SPEC, FIXED);
    }
  }

  static void checkStatus(StatefulSetStatus status, StatefulSetStatus before, Problems problems) {
    int replicas = status.getReplicas();
    new StatusCounts(problems)
        .nonNegative("replicas", replicas)
        .nonNegative("readyReplicas", status.getReadyReplicas())
        .nonNegative("currentReplicas", status.getCurrentReplicas())
        .nonNegative("updatedReplicas", status.getUpdatedReplicas())
        .nonNegative("availableReplicas", status.getAvailableReplicas())
        .nonNegative("observedGeneration", status.getObservedGeneration())
        .nonNegative("collisionCount", status.getCollisionCount())
        .atMost("readyReplicas", status.getReadyReplicas(), replicas)
        .atMost("currentReplicas", status.getCurrentReplicas(), replicas)
        .atMost("updatedReplicas", status.getUpdatedReplicas(), replicas)
        .atMost("availableReplicas", status.getAvailableReplicas(), replicas)
        .atMost(
            "availableReplicas",
            status.getAvailableReplicas(),
            status.getReadyReplicas(),
            "status.readyReplicas")
        .collisions(status.getCollisionCount(), before.getCollisionCount());
  }

  private static StatefulSetSpec fixed(StatefulSetSpec spec) {
    return spec.toBuilder()
        .clearReplicas()
        .clearOrdinals()
        .clearTemplate()
        .clearUpdateStrategy()
        .clearRevisionHistoryLimit()
        .clearPersistentVolumeClaimRetentionPolicy()
        .clearMinReadySeconds()
        .build();
  }

  private void check() {
    checkManagement(Problems.SPEC.child("podManagementPolicy"));
    checkStrategy(Problems.SPEC.child("updateStrategy"));
    checkRetention(Problems.SPEC.child("persistentVolumeClaimRetentionPolicy"));
    if (fresh) {
      checkClaims(Problems.SPEC.child("volumeClaimTemplates"));
    }
    problems.nonNegative(Problems.SPEC.child("replicas"), spec.getReplicas());
    problems.nonNegative(Problems.SPEC.child("minReadySeconds"), spec.getMinReadySeconds());
    problems.nonNegative(Problems.SPEC.child("ordinals", "start"), spec.getOrdinals().getStart());
    if (fresh && !spec.getServiceName().isEmpty()) {
      problems.invalid(
          Problems.SPEC.child("serviceName"),
          spec.getServiceName(),
          Names.isDns1123Label(spec.getServiceName()));
    }
    checkSelector(Problems.SPEC.child("selector"));
    PodTemplateValidation.checkEndless(spec.getTemplate(), "StatefulSet", TEMPLATE, problems);
  }

  private void checkManagement(FieldPath path) {
    var policy = spec.getPodManagementPolicy();
    if (!List.of("OrderedReady", "Parallel").contains(policy)) {
      problems.invalid(path, policy, "must be 'OrderedReady' or 'Parallel'");
    }
  }

  private void checkStrategy(FieldPath path) {
    var strategy = spec.getUpdateStrategy();
    switch (strategy.getType()) {
      case "OnDelete" -> {
        if (strategy.hasRollingUpdate()) {
          problems.invalid(
              path.child("rollingUpdate"),
              rollingUpdate().tree(),
              "only allowed for updateStrategy 'RollingUpdate'");
        }
      }
      case "RollingUpdate" ->
          problems.nonNegative(
              path.child("rollingUpdate", "partition"), strategy.getRollingUpdate().getPartition());
      default ->
          problems.invalid(
              path,
              GoStruct.of()
                  .with("Type", strategy.getType())
                  .with("RollingUpdate", strategy.hasRollingUpdate() ? rollingUpdate() : null)
                  .tree(),
              "must be 'RollingUpdate' or 'OnDelete'");
    }
  }

  private GoStruct rollingUpdate() {
    return GoStruct.of()
        .with("Partition", spec.getUpdateStrategy().getRollingUpdate().getPartition())
        .with("MaxUnavailable", null);
  }

  private void checkRetention(FieldPath path) {
    var retention = spec.getPersistentVolumeClaimRetentionPolicy();
    problems.oneOf(path.child("whenDeleted"), retention.getWhenDeleted(), RETENTION);
    problems.oneOf(path.child("whenScaled"), retention.getWhenScaled(), RETENTION);
  }

  private void checkClaims(FieldPath path) {
    for (int i = 0; i < spec.getVolumeClaimTemplatesCount(); i++) {
      ClaimValidation.checkSpec(
          spec.getVolumeClaimTemplates(i).getSpec(), path.index(i).child("spec"), problems);
    }
  }

  private void checkSelector(FieldPath path) {
    var selector =
        spec.hasSelector() ? Optional.of(spec.getSelector()) : Optional.<LabelSelector>empty();
    SelectorRules.checkSelector(selector, "statefulset", path, problems);
    var matcher = SelectorRules.matcher(selector);
    if (matcher.isEmpty()) {
      problems.invalid(path, spec.getSelector(), "");
      return;
    }
    var template = asMade();
    PodTemplateValidation.checkLabels(template, matcher.get(), TEMPLATE, problems);
    if (wholeTemplate) {
      PodTemplateValidation.check(template, TEMPLATE, problems);
    }
    ObjectMetaValidation.checkLabels(
        template.getMetadata().getLabelsMap(), TEMPLATE.child("labels"), problems);
    ObjectMetaValidation.checkAnnotations(
        template.getMetadata().getAnnotationsMap(), TEMPLATE.child("annotations"), problems);
  }

  /// The template with what the controller writes into it: claims are volumes that containers may
  /// mount, and each pod gets its own host name.
  private PodTemplateSpec asMade() {
    var claims =
        spec.getVolumeClaimTemplatesList().stream().map(c -> c.getMetadata().getName()).toList();
    var template = spec.getTemplate().toBuilder();
    var pod = template.getSpecBuilder().clearSubdomain().clearHostname();
    var others =
        pod.getVolumesList().stream()
            .filter(v -> !claims.contains(v.getName()))
            .collect(Collectors.toList());
    pod.clearVolumes();
    claims.stream().distinct().map(StatefulSetValidation::volume).forEach(pod::addVolumes);
    pod.addAllVolumes(others);
    return template.build();
  }

  private static Volume volume(String claim) {
    var volume = Volume.newBuilder().setName(claim);
    volume.getVolumeSourceBuilder().getPersistentVolumeClaimBuilder().setClaimName(claim);
    return volume.build();
  }
}
