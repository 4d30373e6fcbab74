package dev.coxswain.kubelet;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import java.time.Instant;
import java.util.List;

/// Pods for tests.
public final class Pods {
  public static final String UID = "uid-1";

  private Pods() {}

  public static Pod pod(String restartPolicy, String... containers) {
    var spec =
        PodSpec.newBuilder().setRestartPolicy(restartPolicy).setTerminationGracePeriodSeconds(30);
    List.of(containers).forEach(name -> spec.addContainers(container(name)));
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace("default")
                .setName("web")
                .setUid(UID)
                .setGeneration(1))
        .setSpec(spec)
        .build();
  }

  public static Container container(String name) {
    return Container.newBuilder()
        .setName(name)
        .setImage("app")
        .setImagePullPolicy("IfNotPresent")
        .build();
  }

  public static Pod withInit(Pod pod, Container init) {
    var changed = pod.toBuilder();
    changed.getSpecBuilder().addInitContainers(init);
    return changed.build();
  }

  public static Container sidecar(String name) {
    return container(name).toBuilder().setRestartPolicy("Always").build();
  }

  /// Asked to go, with so many seconds left.
  public static Pod deleted(Pod pod, Instant now, long graceSeconds) {
    var changed = pod.toBuilder();
    changed
        .getMetadataBuilder()
        .setDeletionTimestamp(Times.of(now.plusSeconds(graceSeconds)))
        .setDeletionGracePeriodSeconds(graceSeconds);
    return changed.build();
  }
}
