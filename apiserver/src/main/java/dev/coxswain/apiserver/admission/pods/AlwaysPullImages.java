package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;

/// Every container pulls its image, so that nobody runs a private one that others have pulled.
public final class AlwaysPullImages implements Admission {
  private static final String ALWAYS = "Always";

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .object(Pod.class)
        .or(() -> request.object(Pod.class, "ephemeralcontainers"))
        .<Message>map(AlwaysPullImages::pulling)
        .orElse(object);
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
