package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.core.v1.AzureDiskVolumeSource;
import dev.coxswain.api.core.v1.ConfigMapVolumeSource;
import dev.coxswain.api.core.v1.DownwardAPIVolumeSource;
import dev.coxswain.api.core.v1.EmptyDirVolumeSource;
import dev.coxswain.api.core.v1.HostPathVolumeSource;
import dev.coxswain.api.core.v1.ISCSIPersistentVolumeSource;
import dev.coxswain.api.core.v1.ISCSIVolumeSource;
import dev.coxswain.api.core.v1.ImageVolumeSource;
import dev.coxswain.api.core.v1.ProjectedVolumeSource;
import dev.coxswain.api.core.v1.RBDPersistentVolumeSource;
import dev.coxswain.api.core.v1.RBDVolumeSource;
import dev.coxswain.api.core.v1.ScaleIOPersistentVolumeSource;
import dev.coxswain.api.core.v1.ScaleIOVolumeSource;
import dev.coxswain.api.core.v1.SecretVolumeSource;
import dev.coxswain.api.core.v1.ServiceAccountTokenProjection;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeSource;

/// Defaults of volumes.
final class VolumeDefaults {
  private static final int READABLE = 0644;
  private static final String KEYRING = "/etc/ceph/keyring";

  private VolumeDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(Volume.newBuilder(), VolumeDefaults::volume)
        .on(HostPathVolumeSource.newBuilder(), VolumeDefaults::hostPath)
        .on(
            SecretVolumeSource.newBuilder(),
            v -> v.setDefaultMode(v.hasDefaultMode() ? v.getDefaultMode() : READABLE))
        .on(
            ConfigMapVolumeSource.newBuilder(),
            v -> v.setDefaultMode(v.hasDefaultMode() ? v.getDefaultMode() : READABLE))
        .on(
            DownwardAPIVolumeSource.newBuilder(),
            v -> v.setDefaultMode(v.hasDefaultMode() ? v.getDefaultMode() : READABLE))
        .on(
            ProjectedVolumeSource.newBuilder(),
            v -> v.setDefaultMode(v.hasDefaultMode() ? v.getDefaultMode() : READABLE))
        .on(
            ServiceAccountTokenProjection.newBuilder(),
            t -> t.setExpirationSeconds(t.hasExpirationSeconds() ? t.getExpirationSeconds() : 3600))
        .on(ImageVolumeSource.newBuilder(), VolumeDefaults::image)
        .on(
            ISCSIVolumeSource.newBuilder(),
            v -> v.setIscsiInterface(or(v.getIscsiInterface(), "default")))
        .on(
            ISCSIPersistentVolumeSource.newBuilder(),
            v -> v.setIscsiInterface(or(v.getIscsiInterface(), "default")))
        .on(
            RBDVolumeSource.newBuilder(),
            v ->
                v.setPool(or(v.getPool(), "rbd"))
                    .setUser(or(v.getUser(), "admin"))
                    .setKeyring(or(v.getKeyring(), KEYRING)))
        .on(
            RBDPersistentVolumeSource.newBuilder(),
            v ->
                v.setPool(or(v.getPool(), "rbd"))
                    .setUser(or(v.getUser(), "admin"))
                    .setKeyring(or(v.getKeyring(), KEYRING)))
        .on(
            ScaleIOVolumeSource.newBuilder(),
            v ->
                v.setStorageMode(or(v.getStorageMode(), "ThinProvisioned"))
                    .setFsType(or(v.getFsType(), "xfs")))
        .on(
            ScaleIOPersistentVolumeSource.newBuilder(),
            v ->
                v.setStorageMode(or(v.getStorageMode(), "ThinProvisioned"))
                    .setFsType(or(v.getFsType(), "xfs")))
        .on(
            AzureDiskVolumeSource.newBuilder(),
            v ->
                v.setCachingMode(or(v.getCachingMode(), "ReadWrite"))
                    .setFsType(or(v.getFsType(), "ext4"))
                    .setKind(or(v.getKind(), "Shared"))
                    .setReadOnly(v.getReadOnly()));
  }

  private static void volume(Volume.Builder volume) {
    if (volume.getVolumeSource().equals(VolumeSource.getDefaultInstance())) {
      volume.setVolumeSource(
          VolumeSource.newBuilder().setEmptyDir(EmptyDirVolumeSource.getDefaultInstance()));
    }
  }

  private static void hostPath(HostPathVolumeSource.Builder host) {
    if (!host.hasType()) {
      host.setType("");
    }
  }

  private static void image(ImageVolumeSource.Builder image) {
    if (image.getPullPolicy().isEmpty()) {
      image.setPullPolicy(ContainerDefaults.pullPolicyFor(image.getReference()));
    }
  }

  private static String or(String value, String otherwise) {
    return value.isEmpty() ? otherwise : value;
  }
}
