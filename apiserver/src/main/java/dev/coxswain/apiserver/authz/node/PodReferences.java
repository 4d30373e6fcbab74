package dev.coxswain.apiserver.authz.node;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// The names of the objects that a pod refers to, all in its own namespace; sorted.
public final class PodReferences {
  private PodReferences() {}

  public static Set<String> secrets(Pod pod) {
    var names = new TreeSet<String>();
    pod.getSpec().getImagePullSecretsList().forEach(ref -> names.add(ref.getName()));
    for (var volume : pod.getSpec().getVolumesList()) {
      var source = volume.getVolumeSource();
      if (source.hasSecret()) {
        names.add(source.getSecret().getSecretName());
      }
      source.getProjected().getSourcesList().stream()
          .filter(projection -> projection.hasSecret())
          .forEach(
              projection -> names.add(projection.getSecret().getLocalObjectReference().getName()));
    }
    containers(pod)
        .forEach(container -> {
          container.getEnvFromList().stream()
              .filter(from -> from.hasSecretRef())
              .forEach(from -> names.add(from.getSecretRef().getLocalObjectReference().getName()));
          container.getEnvList().stream()
              .filter(env -> env.getValueFrom().hasSecretKeyRef())
              .forEach(env ->
                  names.add(
                      env.getValueFrom().getSecretKeyRef().getLocalObjectReference().getName()));
        });
    return names;
  }

  public static Set<String> configMaps(Pod pod) {
    var names = new TreeSet<String>();
    for (var volume : pod.getSpec().getVolumesList()) {
      var source = volume.getVolumeSource();
      if (source.hasConfigMap()) {
        names.add(source.getConfigMap().getLocalObjectReference().getName());
      }
      source.getProjected().getSourcesList().stream()
          .filter(projection -> projection.hasConfigMap())
          .forEach(projection ->
              names.add(projection.getConfigMap().getLocalObjectReference().getName()));
    }
    containers(pod)
        .forEach(container -> {
          container.getEnvFromList().stream()
              .filter(from -> from.hasConfigMapRef())
              .forEach(
                  from -> names.add(from.getConfigMapRef().getLocalObjectReference().getName()));
          container.getEnvList().stream()
              .filter(env -> env.getValueFrom().hasConfigMapKeyRef())
              .forEach(env ->
                  names.add(
                      env.getValueFrom().getConfigMapKeyRef().getLocalObjectReference().getName()));
        });
    return names;
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

  private static Stream<Container> containers(Pod pod) {
    return Stream.concat(
        pod.getSpec().getInitContainersList().stream(), pod.getSpec().getContainersList().stream());
  }
}
