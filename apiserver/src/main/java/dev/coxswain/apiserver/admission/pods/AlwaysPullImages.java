package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every container pulls its image, so that nobody runs a private one that others have pulled. Pods
/// that are there already keep their policies, which nobody may change, until an image changes.
public final class AlwaysPullImages implements Admission {
  private static final String ALWAYS = "Always";

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .object(Pod.class)
        .filter(pod -> bringsImages(request, pod))
        .<Message>map(AlwaysPullImages::pulling)
        .orElse(object);
  }

  private static boolean bringsImages(AdmissionRequest request, Pod pod) {
    return request
        .existing(Pod.class)
        .map(before -> !images(before.getSpec()).containsAll(images(pod.getSpec())))
        .orElse(true);
  }

  private static Set<String> images(PodSpec spec) {
    var running =
        Stream.concat(spec.getInitContainersList().stream(), spec.getContainersList().stream())
            .map(Container::getImage);
    var debugging =
        spec.getEphemeralContainersList().stream()
            .map(EphemeralContainer::getEphemeralContainerCommon)
            .map(container -> container.getImage());
    return Stream.concat(running, debugging).collect(Collectors.toUnmodifiableSet());
  }

  private static Pod pulling(Pod pod) {
    var changed = pod.toBuilder();
    var spec = changed.getSpecBuilder();
    spec.getInitContainersBuilderList().forEach(c -> c.setImagePullPolicy(ALWAYS));
    spec.getContainersBuilderList().forEach(c -> c.setImagePullPolicy(ALWAYS));
    spec.getEphemeralContainersBuilderList()
        .forEach(c -> c.getEphemeralContainerCommonBuilder().setImagePullPolicy(ALWAYS));
    pullVolumes(spec);
    return changed.build();
  }

  private static void pullVolumes(PodSpec.Builder spec) {
    for (var volume : spec.getVolumesBuilderList()) {
      if (volume.getVolumeSource().hasImage()) {
        volume.getVolumeSourceBuilder().getImageBuilder().setPullPolicy(ALWAYS);
      }
    }
  }
}
