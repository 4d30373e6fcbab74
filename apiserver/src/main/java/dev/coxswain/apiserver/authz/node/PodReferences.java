package dev.coxswain.apiserver.authz.node;

import dev.coxswain.api.core.v1.EnvFromSource;
import dev.coxswain.api.core.v1.EnvVar;
import dev.coxswain.api.core.v1.LocalObjectReference;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.VolumeSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The names of the objects that a pod refers to, all in its own namespace; sorted.
public final class PodReferences {
  private PodReferences() {}

  /// What a container of any sort takes its environment from.
  private record Environment(List<EnvFromSource> sources, List<EnvVar> variables) {}

  public static Set<String> secrets(Pod pod) {
    var names = new TreeSet<String>();
    pod.getSpec().getImagePullSecretsList().forEach(ref -> names.add(ref.getName()));
    volumes(pod).flatMap(PodReferences::secrets).forEach(names::add);
    for (var environment : environments(pod)) {
      environment.sources().stream()
          .filter(EnvFromSource::hasSecretRef)
          .forEach(from -> names.add(from.getSecretRef().getLocalObjectReference().getName()));
      environment.variables().stream()
          .filter(variable -> variable.getValueFrom().hasSecretKeyRef())
          .map(variable -> variable.getValueFrom().getSecretKeyRef())
          .forEach(key -> names.add(key.getLocalObjectReference().getName()));
    }
    return names;
  }

  private static Stream<String> secrets(VolumeSource source) {
    var projected =
        source.getProjected().getSourcesList().stream()
            .filter(projection -> projection.hasSecret())
            .map(projection -> projection.getSecret().getLocalObjectReference().getName());
    var byName =
        Stream.of(source.getSecret().getSecretName(), source.getAzureFile().getSecretName());
    var ofDrivers =
        Stream.of(
                source.getCephfs().getSecretRef(),
                source.getCinder().getSecretRef(),
                source.getCsi().getNodePublishSecretRef(),
                source.getFlexVolume().getSecretRef(),
                source.getIscsi().getSecretRef(),
                source.getRbd().getSecretRef(),
                source.getScaleIO().getSecretRef(),
                source.getStorageos().getSecretRef())
            .map(LocalObjectReference::getName);
    return Stream.of(projected, byName, ofDrivers)
        .flatMap(names -> names)
        .filter(name -> !name.isEmpty());
  }

  public static Set<String> configMaps(Pod pod) {
    var names = new TreeSet<String>();
    volumes(pod).flatMap(PodReferences::configMaps).forEach(names::add);
    for (var environment : environments(pod)) {
      environment.sources().stream()
          .filter(EnvFromSource::hasConfigMapRef)
          .forEach(from -> names.add(from.getConfigMapRef().getLocalObjectReference().getName()));
      environment.variables().stream()
          .filter(variable -> variable.getValueFrom().hasConfigMapKeyRef())
          .map(variable -> variable.getValueFrom().getConfigMapKeyRef())
          .forEach(key -> names.add(key.getLocalObjectReference().getName()));
    }
    return names;
  }

  private static Stream<String> configMaps(VolumeSource source) {
    var projected =
        source.getProjected().getSourcesList().stream()
            .filter(projection -> projection.hasConfigMap())
            .map(projection -> projection.getConfigMap().getLocalObjectReference().getName());
    return source.hasConfigMap()
        ? Stream.concat(
            Stream.of(source.getConfigMap().getLocalObjectReference().getName()), projected)
        : projected;
  }

  public static Set<String> claims(Pod pod) {
    var names = new TreeSet<String>();
    for (var volume : pod.getSpec().getVolumesList()) {
      if (volume.getVolumeSource().hasPersistentVolumeClaim()) {
        names.add(volume.getVolumeSource().getPersistentVolumeClaim().getClaimName());
      } else if (volume.getVolumeSource().hasEphemeral()) {
        names.add(pod.getMetadata().getName() + "-" + volume.getName());
      }
    }
    return names;
  }

  private static Stream<VolumeSource> volumes(Pod pod) {
    return pod.getSpec().getVolumesList().stream().map(volume -> volume.getVolumeSource());
  }

  private static List<Environment> environments(Pod pod) {
    var spec = pod.getSpec();
    var ordinary =
        Stream.concat(spec.getInitContainersList().stream(), spec.getContainersList().stream())
            .map(container -> new Environment(container.getEnvFromList(), container.getEnvList()));
    var ephemeral =
        spec.getEphemeralContainersList().stream()
            .map(container -> container.getEphemeralContainerCommon())
            .map(container -> new Environment(container.getEnvFromList(), container.getEnvList()));
    return Stream.concat(ordinary, ephemeral).toList();
  }
}
