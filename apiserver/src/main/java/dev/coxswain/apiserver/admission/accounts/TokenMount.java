package dev.coxswain.apiserver.admission.accounts;

import dev.coxswain.api.core.v1.ConfigMapProjection;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.DownwardAPIProjection;
import dev.coxswain.api.core.v1.DownwardAPIVolumeFile;
import dev.coxswain.api.core.v1.KeyToPath;
import dev.coxswain.api.core.v1.LocalObjectReference;
import dev.coxswain.api.core.v1.ObjectFieldSelector;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ProjectedVolumeSource;
import dev.coxswain.api.core.v1.ServiceAccountTokenProjection;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeMount;
import dev.coxswain.api.core.v1.VolumeProjection;
import dev.coxswain.api.core.v1.VolumeSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// Mounts the account's token, the cluster's authority and the namespace into each container.
final class TokenMount {
  private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final String VOLUME_PREFIX = "kube-api-access-";
  private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;
  private static final int READABLE = 0644;

  /// An hour and a few seconds, so that such tokens can be told from others.
  private static final long TOKEN_SECONDS = 3607;

  private final RandomGenerator random;

  /// @param random for the name of the volume
  TokenMount(RandomGenerator random) {
    this.random = random;
  }

  void addTo(Pod.Builder pod) {
    var spec = pod.getSpecBuilder();
    var volume = existingVolume(spec.getVolumesList());
    var name = volume.isEmpty() ? newVolumeName(spec.getVolumesList()) : volume;
    boolean mounted = false;
    for (var container : spec.getInitContainersBuilderList()) {
      mounted |= mount(container, name);
    }
    for (var container : spec.getContainersBuilderList()) {
      mounted |= mount(container, name);
    }
    if (mounted && volume.isEmpty()) {
      spec.addVolumes(
          Volume.newBuilder()
              .setName(name)
              .setVolumeSource(VolumeSource.newBuilder().setProjected(tokenVolume())));
    }
  }

  private static boolean mount(Container.Builder container, String volume) {
    boolean taken =
        container.getVolumeMountsList().stream().anyMatch(m -> m.getMountPath().equals(MOUNT_PATH));
    if (!taken) {
      container.addVolumeMounts(
          VolumeMount.newBuilder().setName(volume).setReadOnly(true).setMountPath(MOUNT_PATH));
    }
    return !taken;
  }

  private static String existingVolume(List<Volume> volumes) {
    return volumes.stream()
        .map(Volume::getName)
        .filter(name -> name.startsWith(VOLUME_PREFIX))
        .findFirst()
        .orElse("");
  }

  private String newVolumeName(List<Volume> volumes) {
    var suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    var name = VOLUME_PREFIX + suffix;
    boolean taken = volumes.stream().anyMatch(v -> v.getName().equals(name));
    return taken ? newVolumeName(volumes) : name;
  }

  private static ProjectedVolumeSource tokenVolume() {
    return ProjectedVolumeSource.newBuilder()
        .setDefaultMode(READABLE)
        .addSources(
            VolumeProjection.newBuilder()
                .setServiceAccountToken(
                    ServiceAccountTokenProjection.newBuilder()
                        .setPath("token")
                        .setExpirationSeconds(TOKEN_SECONDS)))
        .addSources(
            VolumeProjection.newBuilder()
                .setConfigMap(
                    ConfigMapProjection.newBuilder()
                        .setLocalObjectReference(
                            LocalObjectReference.newBuilder().setName("kube-root-ca.crt"))
                        .addItems(KeyToPath.newBuilder().setKey("ca.crt").setPath("ca.crt"))))
        .addSources(
            VolumeProjection.newBuilder()
                .setDownwardAPI(
                    DownwardAPIProjection.newBuilder()
                        .addItems(
                            DownwardAPIVolumeFile.newBuilder()
                                .setPath("namespace")
                                .setFieldRef(
                                    ObjectFieldSelector.newBuilder()
                                        .setApiVersion("v1")
                                        .setFieldPath("metadata.namespace")))))
        .build();
  }
}
