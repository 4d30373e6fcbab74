package dev.coxswain.apiserver.admission.podsecurity;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import java.util.List;
import java.util.stream.Stream;

/// What the rules look at: a pod, or the template of pods.
///
/// @param containers all of them: those that initialize, those that run, those for debugging
record PodView(ObjectMeta metadata, PodSpec spec, List<Container> containers) {

  static PodView of(ObjectMeta metadata, PodSpec spec) {
    var containers =
        Stream.of(
                spec.getInitContainersList().stream(),
                spec.getContainersList().stream(),
                spec.getEphemeralContainersList().stream().map(PodView::asContainer))
            .flatMap(all -> all)
            .toList();
    return new PodView(metadata, spec, containers);
  }

  boolean isWindows() {
    return spec.getOs().getName().equals("windows");
  }

  /// The two messages have the same fields under the same numbers.
  private static Container asContainer(EphemeralContainer ephemeral) {
    try {
      return Container.parseFrom(ephemeral.getEphemeralContainerCommon().toByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("wants an ephemeral container like a container", e);
    }
  }
}
