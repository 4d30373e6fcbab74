package dev.coxswain.apiserver.admission.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LimitRangerTest {
  private final World world = new World();
  private final LimitRanger step = new LimitRanger(world);

  static Stream<Arguments> bounds() {
    return Stream.of(
        arguments("type: Container, min: {cpu: 50m}", pod("requests: {cpu: 50m}"), ""),
        arguments(
            "type: Container, min: {cpu: 50m}",
            pod("requests: {cpu: 10m}"),
            "minimum cpu usage per Container is 50m, but request is 10m"),
        arguments(
            "type: Container, min: {cpu: 50m}",
            pod("requests: {cpu: 10m}, limits: {cpu: 20m}"),
            "minimum cpu usage per Container is 50m, but request is 10m"),
        arguments(
            "type: Container, min: {memory: 1Mi}",
            pod("requests: {cpu: 10m}"),
            "minimum memory usage per Container is 1Mi.  No request is specified"),
        arguments(
            "type: Container, max: {cpu: 1}",
            pod("requests: {cpu: 10m}"),
            "maximum cpu usage per Container is 1.  No limit is specified"),
        arguments(
            "type: Container, max: {cpu: 1}",
            pod("requests: {cpu: 2}, limits: {cpu: 1}"),
            "maximum cpu usage per Container is 1, but request is 2"),
        arguments(
            "type: Container, maxLimitRequestRatio: {cpu: 2}",
            pod("limits: {cpu: 1}"),
            "cpu max limit to request ratio per Container is 2, but no request is specified or"
                + " request is 0"),
        arguments(
            "type: Container, maxLimitRequestRatio: {cpu: 2}",
            pod("requests: {cpu: 1}, limits: {cpu: 3}"),
            "cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000"),
        arguments(
            "type: Pod, max: {cpu: 1}",
            twoContainers("limits: {cpu: 600m}"),
            "maximum cpu usage per Pod is 1, but limit is 1200m"),
        arguments("type: Pod, max: {cpu: 1}", withOverhead(pod("limits: {cpu: 1}")), ""),
        arguments(
            "type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 2Gi}",
            claim("1Gi"),
            ""),
        arguments(
            "type: PersistentVolumeClaim, min: {storage: 1Gi}",
            claim("1Mi"),
            "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 1Mi"),
        arguments(
            "type: PersistentVolumeClaim, max: {storage: 2Gi}",
            claim("3Gi"),
            "maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("bounds")
  void kept(String item, Message object, String told) {
    limit(item);
    assertThat(refusal(world.create(object))).isEqualTo(told);
  }

  @Test
  void whatIsLeftOutIsFilledInAndNoted() {
    limit("type: Container, default: {cpu: 2}, defaultRequest: {cpu: 1, memory: 1Mi}");
    Pod filled = (Pod) World.enter(step, world.create(pod("requests: {cpu: 500m}")));
    var resources = filled.getSpec().getContainers(0).getResources();
    assertThat(resources.getRequestsOrThrow("cpu").getString()).isEqualTo("500m");
    assertThat(resources.getRequestsOrThrow("memory").getString()).isEqualTo("1Mi");
    assertThat(resources.getLimitsOrThrow("cpu").getString()).isEqualTo("2");
    assertThat(filled.getMetadata().getAnnotationsMap())
        .containsEntry(
            "kubernetes.io/limit-ranger",
            "LimitRanger plugin set: memory request for container c; cpu limit for container c");
  }

  @Test
  void ofSeveralItemsTheLastThatSpeaksCounts() {
    world.add(
        LimitRange.class,
        """
        metadata: {name: l, namespace: here}
        spec:
          limits:
          - {type: Container, default: {cpu: 1, memory: 1Mi}, defaultRequest: {cpu: 1}}
          - {type: Container, default: {cpu: 2}, defaultRequest: {cpu: 2, memory: 1Mi}}
          - {type: Pod, max: {cpu: 9}}
        """);
    var bare =
        Manifests.read(
            Pod.class,
            "metadata: {name: p, namespace: here}\nspec: {containers: [{name: c, image: i}],"
                + " initContainers: [{name: d, image: i}]}");
    Pod filled = (Pod) World.enter(step, world.create(bare));
    var resources = filled.getSpec().getInitContainers(0).getResources();
    assertThat(resources.getLimitsOrThrow("cpu").getString()).isEqualTo("2");
    assertThat(resources.getRequestsOrThrow("cpu").getString()).isEqualTo("2");
    assertThat(filled.getMetadata().getAnnotationsMap())
        .containsEntry(
            "kubernetes.io/limit-ranger",
            "LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for"
                + " container c; cpu, memory request for init container d; cpu, memory limit for"
                + " init container d");
  }

  @Test
  void whatIsBeingDeletedIsLeftAlone() {
    limit("type: PersistentVolumeClaim, max: {storage: 1Gi}");
    var going = claim("2Gi").toBuilder();
    going.getMetadataBuilder().getDeletionTimestampBuilder().setSeconds(1);
    assertThat(refusal(world.update(going.build(), claim("3Gi")))).isEmpty();
    assertThat(refusal(world.update(claim("2Gi"), going.build())))
        .isEqualTo("maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi");
  }

  @Test
  void resizesAreHeldToTheBoundsAndOtherUpdatesAreNot() {
    limit("type: Container, max: {cpu: 1}");
    var before = pod("limits: {cpu: 1}");
    var after = pod("limits: {cpu: 2}");
    assertThat(refusal(world.update(before, after))).isEmpty();
    assertThat(refusal(world.update(before, after).onSubresource("resize")))
        .isEqualTo("maximum cpu usage per Container is 1, but limit is 2");
  }

  @Test
  void resizesGetDefaultsAndOtherUpdatesDoNot() {
    limit("type: Container, default: {memory: 1Mi}");
    var before = pod("limits: {cpu: 1}");
    assertThat(World.enter(step, world.update(before, before))).isEqualTo(before);
    Pod resized = (Pod) World.enter(step, world.update(before, before).onSubresource("resize"));
    assertThat(resized.getSpec().getContainers(0).getResources().getLimitsMap())
        .containsOnlyKeys("cpu", "memory");
  }

  private void limit(String item) {
    world.add(
        LimitRange.class,
        "metadata: {name: l, namespace: here}\nspec: {limits: [{%s}]}".formatted(item));
  }

  private String refusal(AdmissionRequest request) {
    return Optional.ofNullable(catchThrowable(() -> step.check(request)))
        .map(Throwable::getMessage)
        .map(message -> message.replaceFirst(".* is forbidden: ", ""))
        .orElse("");
  }

  private static Pod pod(String resources) {
    return Manifests.read(
        Pod.class,
        "metadata: {name: p, namespace: here}\nspec: {containers: [{name: c, image: i, resources: {%s}}]}"
            .formatted(resources));
  }

  private static Pod twoContainers(String resources) {
    var one = pod(resources);
    var two = one.toBuilder();
    two.getSpecBuilder().addContainers(one.getSpec().getContainers(0));
    return two.build();
  }

  private static Pod withOverhead(Pod pod) {
    var changed = pod.toBuilder();
    changed.getSpecBuilder().putOverhead("cpu", Amount.ofUnits(1).toProto());
    return changed.build();
  }

  private static PersistentVolumeClaim claim(String size) {
    return Manifests.read(
        PersistentVolumeClaim.class,
        "metadata: {name: c, namespace: here}\nspec: {resources: {requests: {storage: %s}}}"
            .formatted(size));
  }
}
