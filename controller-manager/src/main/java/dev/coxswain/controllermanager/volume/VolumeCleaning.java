package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.Affinity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.HostPathVolumeSource;
import dev.coxswain.api.core.v1.NodeAffinity;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeMount;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.List;
import java.util.Optional;

/// Empties and deletes volumes by means of pods, since their storage is where the nodes are. A
/// pod's name is its volume's, so that a restart finds it again.
final class VolumeCleaning {
  private static final String NAMESPACE = "default";
  private static final String RECYCLER = "recycler-for-";
  private static final String DELETER = "deleter-for-";
  private static final String EMPTY =
      "test -e /scrub && find /scrub -mindepth 1 -delete && test -z \"$(ls -A /scrub)\"";
  private static final String REMOVE =
      "rm -rf \"/parent/$VOLUME\" && test ! -e \"/parent/$VOLUME\"";

  private final ApiClient client;
  private final Lister<Pod> pods;
  private final EventRecorder events;
  private final String image;

  /// @param woken gets the key of a volume whose pod has changed
  VolumeCleaning(
      ControllerContext context, EventRecorder events, String image, WorkQueue<ObjectKey> woken) {
    this.client = context.client();
    this.pods = context.lister(Pod.class);
    this.events = events;
    this.image = image;
    context
        .informer(Pod.class)
        .addHandler(ResourceHandler.objects(pod -> volumeOf(pod).ifPresent(woken::add)));
  }

  private static Optional<ObjectKey> volumeOf(Pod pod) {
    var name = pod.getMetadata().getName();
    if (!pod.getMetadata().getNamespace().equals(NAMESPACE)) {
      return Optional.empty();
    }
    for (var prefix : List.of(RECYCLER, DELETER)) {
      if (name.startsWith(prefix)) {
        return Optional.of(ObjectKey.clusterScoped(name.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  /// Makes the volume empty, and then available.
  void recycle(PersistentVolume volume) {
    switch (run(volume, recycler(volume))) {
      case RUNNING -> {}
      case SUCCEEDED -> {
        events.event(volume, EventRecorder.NORMAL, "VolumeRecycled", "Volume recycled");
        var free = client.update(Bindings.unbound(volume));
        setPhase(free, "Available", "");
        remove(RECYCLER, volume);
      }
      case FAILED -> fail(volume, "VolumeFailedRecycle", "Recycle failed: the recycler pod failed");
    }
  }

  /// Deletes the volume's directory on its node, and the volume.
  void delete(PersistentVolume volume) {
    if (volume.getMetadata().hasDeletionTimestamp()) {
      return;
    }
    switch (run(volume, deleter(volume))) {
      case RUNNING -> {}
      case SUCCEEDED -> {
        client.delete(
            PersistentVolume.class,
            Metadata.key(volume),
            DeleteOptions.newBuilder()
                .setPreconditions(Preconditions.newBuilder().setUid(volume.getMetadata().getUid()))
                .build());
        remove(DELETER, volume);
      }
      case FAILED -> fail(volume, "VolumeFailedDelete", "Delete failed: the deleter pod failed");
    }
  }

  /// Removes what was left of the work on a volume that is gone.
  void tidy(ObjectKey volume) {
    for (var prefix : List.of(RECYCLER, DELETER)) {
      var key = new ObjectKey(NAMESPACE, prefix + volume.name());
      if (pods.get(key).isPresent()) {
        remove(key);
      }
    }
  }

  private enum Progress {
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  private Progress run(PersistentVolume volume, Pod wanted) {
    var pod = pods.get(Metadata.key(wanted));
    if (pod.isEmpty()) {
      try {
        client.create(wanted);
      } catch (ApiException.AlreadyExists e) {
        // The cache will show it, and wake the volume.
      }
      return Progress.RUNNING;
    }
    return switch (pod.get().getStatus().getPhase()) {
      case "Succeeded" -> Progress.SUCCEEDED;
      case "Failed" ->
          volume.getStatus().getPhase().equals("Failed") ? Progress.RUNNING : Progress.FAILED;
      default -> Progress.RUNNING;
    };
  }

  private void fail(PersistentVolume volume, String reason, String message) {
    events.event(volume, EventRecorder.WARNING, reason, message);
    setPhase(volume, "Failed", message);
  }

  private void setPhase(PersistentVolume volume, String phase, String message) {
    var status = volume.getStatus().toBuilder().setPhase(phase).setMessage(message);
    client.updateStatus(volume.toBuilder().setStatus(status).build());
  }

  private void remove(String prefix, PersistentVolume volume) {
    remove(new ObjectKey(NAMESPACE, prefix + volume.getMetadata().getName()));
  }

  private void remove(ObjectKey pod) {
    try {
      client.delete(Pod.class, pod, DeleteOptions.getDefaultInstance());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }

  private Pod recycler(PersistentVolume volume) {
    var source = volume.getSpec().getPersistentVolumeSource();
    var mounted = VolumeSource.newBuilder();
    if (source.hasNfs()) {
      mounted.setNfs(source.getNfs());
    } else {
      mounted.setHostPath(source.getHostPath());
    }
    return pod(RECYCLER, volume, EMPTY, "/scrub", mounted);
  }

  private Pod deleter(PersistentVolume volume) {
    var path = volume.getSpec().getPersistentVolumeSource().getHostPath().getPath();
    var parent = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    var mounted =
        VolumeSource.newBuilder()
            .setHostPath(
                HostPathVolumeSource.newBuilder().setPath(parent).setType("DirectoryOrCreate"));
    var script = "VOLUME='" + path.substring(path.lastIndexOf('/') + 1) + "'; " + REMOVE;
    return pod(DELETER, volume, script, "/parent", mounted);
  }

  private Pod pod(
      String prefix,
      PersistentVolume volume,
      String script,
      String directory,
      VolumeSource.Builder mounted) {
    var spec =
        PodSpec.newBuilder()
            .setRestartPolicy("Never")
            .setActiveDeadlineSeconds(60)
            .addTolerations(Toleration.newBuilder().setOperator("Exists"))
            .addVolumes(Volume.newBuilder().setName("vol").setVolumeSource(mounted))
            .addContainers(
                Container.newBuilder()
                    .setName("cleaner")
                    .setImage(image)
                    .addCommand("/bin/sh")
                    .addArgs("-c")
                    .addArgs(script)
                    .addVolumeMounts(
                        VolumeMount.newBuilder().setName("vol").setMountPath(directory)));
    if (volume.getSpec().getNodeAffinity().hasRequired()) {
      spec.setAffinity(
          Affinity.newBuilder()
              .setNodeAffinity(
                  NodeAffinity.newBuilder()
                      .setRequiredDuringSchedulingIgnoredDuringExecution(
                          volume.getSpec().getNodeAffinity().getRequired())));
    }
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace(NAMESPACE)
                .setName(prefix + volume.getMetadata().getName()))
        .setSpec(spec)
        .build();
  }
}
