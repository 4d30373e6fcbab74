package dev.coxswain.kubelet.volumes;

import dev.coxswain.api.core.v1.ConfigMapProjection;
import dev.coxswain.api.core.v1.ConfigMapVolumeSource;
import dev.coxswain.api.core.v1.EmptyDirVolumeSource;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ProjectedVolumeSource;
import dev.coxswain.api.core.v1.SecretProjection;
import dev.coxswain.api.core.v1.SecretVolumeSource;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import dev.coxswain.kubelet.cluster.ObjectFollower;
import dev.coxswain.kubelet.env.PodFields;
import dev.coxswain.kubelet.env.ResourceFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// The volumes of pods on this node.
public final class Volumes {
  private static final int DEFAULT_MODE = 0644;

  private final PodFolders folders;
  private final ClusterObjects objects;
  private final ObjectFollower follower;
  private final InstantSource clock;
  private final Tokens tokens;
  private final Mounter mounter = new Mounter();

  public Volumes(
      PodFolders folders, ClusterObjects objects, ObjectFollower follower, InstantSource clock) {
    this.folders = folders;
    this.objects = objects;
    this.follower = follower;
    this.clock = clock;
    this.tokens = new Tokens(objects, clock);
  }

  /// Makes every volume of the pod ready, or current if it is; to be repeated while the pod lives.
  ///
  /// @return where each volume is on the node, by name
  /// @throws VolumeFailure if one can't be made ready; it may succeed later
  public Map<String, Path> mount(Pod pod, PodFields fields, ResourceFields resources)
      throws VolumeFailure, InterruptedException {
    follower.follow(pod);
    var mounted = new TreeMap<String, Path>();
    for (var volume : pod.getSpec().getVolumesList()) {
      try {
        mounted.put(volume.getName(), mount(pod, volume, fields, resources));
      } catch (VolumeFailure | ApiException | IOException e) {
        throw new VolumeFailure(
            "MountVolume.SetUp failed for volume \"" + volume.getName() + "\" : " + e.getMessage(),
            e);
      }
    }
    return mounted;
  }

  /// Removes everything that a pod left on the node's disk.
  public void remove(String uid) throws IOException, InterruptedException {
    follower.forget(uid);
    tokens.forget(uid);
    var folder = folders.pod(uid);
    if (Files.exists(folder)) {
      mounter.unmountBelow(folder);
      AtomicFolder.delete(folder);
    }
  }

  /// What the pod's volumes of the kind `emptyDir` hold on disk, by their names; those in memory
  /// hold nothing there.
  public Map<String, Long> emptyDirBytes(Pod pod) throws IOException {
    var bytes = new TreeMap<String, Long>();
    for (var volume : pod.getSpec().getVolumesList()) {
      var source = volume.getVolumeSource();
      if (source.hasEmptyDir() && !source.getEmptyDir().getMedium().equals("Memory")) {
        var folder = folders.volume(pod.getMetadata().getUid(), "empty-dir", volume.getName());
        bytes.put(volume.getName(), DiskUse.of(folder));
      }
    }
    return bytes;
  }

  private Path mount(Pod pod, Volume volume, PodFields fields, ResourceFields resources)
      throws VolumeFailure, IOException, InterruptedException {
    var source = volume.getVolumeSource();
    var uid = pod.getMetadata().getUid();
    var name = volume.getName();
    if (source.hasEmptyDir()) {
      return emptyDir(pod, name, source.getEmptyDir());
    }
    if (source.hasHostPath()) {
      return HostPaths.prepare(source.getHostPath().getPath(), source.getHostPath().getType());
    }
    if (source.hasPersistentVolumeClaim()) {
      return claimed(pod, source.getPersistentVolumeClaim().getClaimName());
    }
    if (source.hasEphemeral()) {
      return claimed(pod, pod.getMetadata().getName() + "-" + name);
    }
    if (source.hasConfigMap()) {
      return write(
          pod, folders.volume(uid, "configmap", name), configMap(pod, source.getConfigMap()));
    }
    if (source.hasSecret()) {
      return write(pod, folders.volume(uid, "secret", name), secret(pod, source.getSecret()));
    }
    if (source.hasDownwardAPI()) {
      var api = source.getDownwardAPI();
      var files = projection(pod, api.hasDefaultMode() ? api.getDefaultMode() : DEFAULT_MODE);
      files.add(api.getItemsList(), fields, resources);
      return write(pod, folders.volume(uid, "downward-api", name), files);
    }
    if (source.hasProjected()) {
      var files = projected(pod, source.getProjected(), fields, resources);
      return write(pod, folders.volume(uid, "projected", name), files);
    }
    throw new VolumeFailure("no volume plugin matched");
  }

  private Path emptyDir(Pod pod, String name, EmptyDirVolumeSource source)
      throws IOException, InterruptedException {
    var folder = folders.volume(pod.getMetadata().getUid(), "empty-dir", name);
    boolean fresh = !Files.exists(folder);
    Files.createDirectories(folder);
    if (source.getMedium().equals("Memory")) {
      mounter.mountMemory(
          folder, source.hasSizeLimit() ? Amount.of(source.getSizeLimit()).value() : 0);
    }
    if (fresh) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
      Ownership.writing(pod).applyTo(folder);
    }
    return folder;
  }

  private Path claimed(Pod pod, String claimName) throws VolumeFailure, IOException {
    var key = new ObjectKey(pod.getMetadata().getNamespace(), claimName);
    var claim =
        objects
            .fetchClaim(key)
            .orElseThrow(
                () -> new VolumeFailure("persistentvolumeclaim \"" + claimName + "\" not found"));
    var volumeName = claim.getSpec().getVolumeName();
    if (volumeName.isEmpty() || !claim.getStatus().getPhase().equals("Bound")) {
      throw new VolumeFailure("persistentvolumeclaim \"" + claimName + "\" is not bound");
    }
    var source =
        objects
            .fetchVolume(volumeName)
            .orElseThrow(
                () -> new VolumeFailure("persistentvolume \"" + volumeName + "\" not found"))
            .getSpec()
            .getPersistentVolumeSource();
    if (source.hasHostPath()) {
      return HostPaths.prepare(source.getHostPath().getPath(), source.getHostPath().getType());
    }
    if (source.hasLocal()) {
      var folder = HostPaths.prepare(source.getLocal().getPath(), "Directory");
      Ownership.writing(pod).applyTo(folder);
      return folder;
    }
    throw new VolumeFailure("no volume plugin matched");
  }

  private Projection configMap(Pod pod, ConfigMapVolumeSource source) throws VolumeFailure {
    var files = projection(pod, source.hasDefaultMode() ? source.getDefaultMode() : DEFAULT_MODE);
    files.add(
        ConfigMapProjection.newBuilder()
            .setLocalObjectReference(source.getLocalObjectReference())
            .addAllItems(source.getItemsList())
            .setOptional(source.getOptional())
            .build());
    return files;
  }

  private Projection secret(Pod pod, SecretVolumeSource source) throws VolumeFailure {
    var files = projection(pod, source.hasDefaultMode() ? source.getDefaultMode() : DEFAULT_MODE);
    var projection = SecretProjection.newBuilder();
    projection.getLocalObjectReferenceBuilder().setName(source.getSecretName());
    files.add(
        projection.addAllItems(source.getItemsList()).setOptional(source.getOptional()).build());
    return files;
  }

  private Projection projected(
      Pod pod, ProjectedVolumeSource source, PodFields fields, ResourceFields resources)
      throws VolumeFailure {
    var files = projection(pod, source.hasDefaultMode() ? source.getDefaultMode() : DEFAULT_MODE);
    for (var part : source.getSourcesList()) {
      if (part.hasConfigMap()) {
        files.add(part.getConfigMap());
      } else if (part.hasSecret()) {
        files.add(part.getSecret());
      } else if (part.hasDownwardAPI()) {
        files.add(part.getDownwardAPI().getItemsList(), fields, resources);
      } else if (part.hasServiceAccountToken()) {
        var token = part.getServiceAccountToken();
        files.addToken(
            token.getPath(),
            tokens.token(pod, token),
            Ownership.commonUser(pod),
            pod.getSpec().getSecurityContext().hasFsGroup());
      } else {
        throw new VolumeFailure("a source of the projected volume is not supported");
      }
    }
    return files;
  }

  private Projection projection(Pod pod, int mode) {
    return new Projection(objects, pod.getMetadata().getNamespace(), mode);
  }

  private Path write(Pod pod, Path folder, Projection files) throws IOException {
    new AtomicFolder(folder, Ownership.reading(pod)).write(files.files(), clock.instant());
    return folder;
  }
}
