package dev.coxswain.controllermanager.statefulset;

import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeClaimVolumeSource;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.controllermanager.framework.Annotations;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Pods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The pods of a stateful set: their names, volumes and states. Pure.
final class StatefulPods {
  private StatefulPods() {}

  /// The pod's number in the set; -1 if it isn't named like one of its pods.
  static int ordinal(StatefulSet set, Pod pod) {
    var prefix = set.getMetadata().getName() + "-";
    var name = pod.getMetadata().getName();
    var number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    return number.matches("0|[1-9]\\d{0,8}") ? Integer.parseInt(number) : -1;
  }

  static String name(StatefulSet set, int ordinal) {
    return set.getMetadata().getName() + "-" + ordinal;
  }

  /// @param revision the name of the template's revision
  static Pod create(StatefulSet set, PodTemplateSpec template, String revision, int ordinal) {
    var name = name(set, ordinal);
    var named =
        Metadata.edit(
            PodControl.fromTemplate(template, set),
            m ->
                m.clearGenerateName()
                    .setName(name)
                    .putLabels(Annotations.CONTROLLER_REVISION_HASH, revision));
    var pod = withIdentity(named, ordinal);
    var spec =
        pod.getSpec().toBuilder()
            .setHostname(name)
            .setSubdomain(set.getSpec().getServiceName())
            .clearVolumes()
            .addAllVolumes(volumes(set, template, ordinal));
    return pod.toBuilder().setSpec(spec).build();
  }

  /// Whether the labels say which of the set's pods it is.
  static boolean hasIdentity(Pod pod, int ordinal) {
    return withIdentity(pod, ordinal).equals(pod);
  }

  static Pod withIdentity(Pod pod, int ordinal) {
    return Metadata.edit(
        pod,
        m ->
            m.putLabels("statefulset.kubernetes.io/pod-name", m.getName())
                .putLabels("apps.kubernetes.io/pod-index", Integer.toString(ordinal)));
  }

  private static List<Volume> volumes(StatefulSet set, PodTemplateSpec template, int ordinal) {
    var claims = new ArrayList<Volume>();
    for (var claim : set.getSpec().getVolumeClaimTemplatesList()) {
      var source =
          PersistentVolumeClaimVolumeSource.newBuilder()
              .setClaimName(claimName(set, claim, ordinal));
      var volume = Volume.newBuilder().setName(claim.getMetadata().getName());
      volume.getVolumeSourceBuilder().setPersistentVolumeClaim(source);
      claims.add(volume.build());
    }
    var names = claims.stream().map(Volume::getName).toList();
    return Stream.concat(
            claims.stream(),
            template.getSpec().getVolumesList().stream().filter(v -> !names.contains(v.getName())))
        .toList();
  }

  private static String claimName(StatefulSet set, PersistentVolumeClaim template, int ordinal) {
    return template.getMetadata().getName() + "-" + name(set, ordinal);
  }

  /// The claims that the pod with this number mounts.
  static List<PersistentVolumeClaim> claims(StatefulSet set, int ordinal) {
    return set.getSpec().getVolumeClaimTemplatesList().stream()
        .map(template ->
            Metadata.edit(
                template.toBuilder().clearStatus().build(),
                m ->
                    m.setName(claimName(set, template, ordinal))
                        .setNamespace(set.getMetadata().getNamespace())
                        .putAllLabels(set.getSpec().getSelector().getMatchLabelsMap())))
        .toList();
  }

  static String revision(Pod pod) {
    return pod.getMetadata().getLabelsOrDefault(Annotations.CONTROLLER_REVISION_HASH, "");
  }

  static boolean isHealthy(StatefulSet set, Pod pod, Instant now) {
    return pod.getStatus().getPhase().equals("Running")
        && !Pods.isDeleting(pod)
        && Pods.isAvailable(pod, set.getSpec().getMinReadySeconds(), now);
  }
}
