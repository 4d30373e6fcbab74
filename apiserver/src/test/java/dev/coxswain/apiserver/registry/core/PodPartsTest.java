package dev.coxswain.apiserver.registry.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What resizes and ephemeral containers are refused for, in upstream's words.
final class PodPartsTest {
  private static final StrategyContext CONTEXT =
      StrategyContext.at(Instant.parse("2026-01-01T00:00:00Z"));
  private static final String SIZED =
      "containers: [{name: a, image: x, resources: {requests: {cpu: 1, memory: 1Gi}}}]";

  static List<Arguments> resizes() {
    return List.of(
        arguments(SIZED, "", sized("cpu: 2, memory: 2Gi"), ""),
        arguments(SIZED, "", sized("cpu: 2, memory: 2Gi").replace("image: x", "image: z"), ""),
        arguments(
            SIZED,
            "",
            sized("cpu: 2"),
            "spec.containers[0].resources.requests: Forbidden: resource requests cannot be"
                + " removed"),
        arguments(
            SIZED,
            "",
            sized("cpu: 2, memory: 1Gi, ephemeral-storage: 1Gi"),
            "spec: Forbidden: only cpu and memory resources are mutable"),
        arguments(
            SIZED,
            "",
            SIZED.replace("name: a", "name: b"),
            "spec.containers[0].name: Forbidden: containers may not be renamed or reordered on"
                + " resize"),
        arguments(
            SIZED,
            "",
            SIZED + "\n  initContainers: [{name: i, image: x}]",
            "spec.initContainers: Forbidden: initContainers may not be added or removed on resize"),
        arguments(
            SIZED,
            "containerStatuses: [{name: a, state: {running: {}}}], ",
            sized("cpu: 2, memory: 2Gi"),
            "spec: Forbidden: Pod running on node without support for resize"),
        arguments(
            "os: {name: windows}\n  " + SIZED,
            "",
            sized("cpu: 2, memory: 2Gi"),
            ": Forbidden: windows pods cannot be resized"),
        arguments(
            SIZED,
            "",
            "containers: [{name: a, image: x, resources: {requests: {cpu: 1, memory: 1Gi}, limits:"
                + " {cpu: 1, memory: 1Gi}}}]",
            "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of"
                + " resizing"),
        arguments(
            "resources: {requests: {cpu: 2}}\n  " + SIZED,
            "",
            SIZED,
            "spec.resources: Forbidden: pod-level resources cannot be removed"));
  }

  private static String sized(String requests) {
    return SIZED.replace("cpu: 1, memory: 1Gi", requests);
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("resizes")
  void resizesAreRefused(String before, String status, String sent, String complaint) {
    var pod = pod(before, status + "qosClass: Burstable");
    assertThat(complaints(new PodResize(), pod(sent, ""), pod)).isEqualTo(complaint);
  }

  static List<Arguments> debuggers() {
    var one = "ephemeralContainers: [{name: d, image: x}]\n  " + SIZED;
    return List.of(
        arguments(SIZED, one, ""),
        arguments(
            one,
            SIZED,
            "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be"
                + " removed\n"),
        arguments(
            SIZED,
            one.replace("name: d", "name: a"),
            "spec.ephemeralContainers[0].name: Duplicate value: \"a\""));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("debuggers")
  void ephemeralContainersAreRefused(String before, String sent, String complaint) {
    assertThat(complaints(new PodEphemeralContainers(), pod(sent, ""), pod(before, "")))
        .isEqualTo(complaint);
  }

  @Test
  void aChangeIsShownAsADifference() {
    var one = "ephemeralContainers: [{name: d, image: x}]\n  " + SIZED;
    var changed = pod(one.replace("[{name: d, image: x", "[{name: d, image: z"), "");
    assertThat(complaints(new PodEphemeralContainers(), changed, pod(one, "")))
        .startsWith(
            "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be"
                + " changed\n@@ -1,6 +1,6 @@\n {\n")
        .contains("\n- \"Image\": \"x\",\n+ \"Image\": \"z\",\n");
  }

  private static Pod pod(String spec, String status) {
    return Defaults.apply(
        Manifests.read(
            Pod.class,
            "metadata: {name: p, namespace: here, uid: u}\nspec:\n  %s\nstatus: {%s}"
                .formatted(spec, status)));
  }

  private static String complaints(SubresourceStrategy<Pod, Pod> part, Pod sent, Pod pod) {
    return String.join(
        "; ", part.validate(sent, pod, CONTEXT).stream().map(FieldError::toString).toList());
  }
}
