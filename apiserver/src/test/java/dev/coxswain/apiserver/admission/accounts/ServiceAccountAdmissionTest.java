package dev.coxswain.apiserver.admission.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.registry.Manifests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ServiceAccountAdmissionTest {
  private final World world = new World();
  private final List<Duration> waited = new ArrayList<>();
  private final ServiceAccountAdmission step =
      new ServiceAccountAdmission(world, new Random(1), waited::add);

  static Stream<Arguments> secrets() {
    return Stream.of(
        arguments(
            "volumes: [{name: v, secret: {secretName: other}}]",
            "volume with secret.secretName=\"other\" is not allowed because service account strict"
                + " does not reference that secret"),
        arguments("volumes: [{name: v, secret: {secretName: own}}]", ""),
        arguments(
            "imagePullSecrets: [{name: other}]",
            "imagePullSecrets[0].name=\"other\" is not allowed because service account strict does"
                + " not reference that imagePullSecret"),
        arguments(
            "initContainers: [{name: i, image: i, envFrom: [{secretRef: {name: other}}]}]",
            "init container i with envFrom referencing secret.secretName=\"other\" is not allowed"
                + " because service account strict does not reference that secret"),
        arguments(
            "initContainers: [{name: i, image: i, env: [{name: E, valueFrom: {secretKeyRef: {name:"
                + " other, key: k}}}]}]",
            "init container i with envVar E referencing secret.secretName=\"other\" is not allowed"
                + " because service account strict does not reference that secret"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("secrets")
  void anAccountMayInsistOnItsSecrets(String spec, String told) {
    world.add(
        ServiceAccount.class,
        "{metadata: {name: strict, namespace: here, annotations:"
            + " {kubernetes.io/enforce-mountable-secrets: 'true'}}, secrets: [{name: own}]}");
    var request = world.create(pod("", "serviceAccountName: strict, " + spec));
    if (told.isEmpty()) {
      World.enter(step, request);
    } else {
      assertThatThrownBy(() -> World.enter(step, request))
          .hasMessage("pods \"p\" is forbidden: " + told);
    }
  }

  @Test
  void ephemeralContainersAreHeldToThem() {
    world.add(
        ServiceAccount.class,
        "{metadata: {name: strict, namespace: here, annotations:"
            + " {kubernetes.io/enforce-mountable-secrets: 'T'}}, secrets: [{name: own}]}");
    var before = pod("", "serviceAccountName: strict");
    var containers =
        "serviceAccountName: strict, ephemeralContainers: [{name: e, image: i, env: [{name: E,"
            + " valueFrom: {secretKeyRef: {name: %s, key: k}}}]}]";
    var own = world.update(before, pod("", containers.formatted("own")));
    World.enter(step, own.onSubresource("ephemeralcontainers"));
    var other = world.update(before, pod("", containers.formatted("other")));
    assertThatThrownBy(() -> World.enter(step, other.onSubresource("ephemeralcontainers")))
        .isNotInstanceOf(ApiException.Forbidden.class)
        .hasMessage(
            "ephemeral container e with envVar E referencing secret.secretName=\"other\" is not"
                + " allowed because service account strict does not reference that secret");
    World.enter(step, other);
  }

  @Test
  void pullSecretsComeFromTheAccountUnlessThePodHasSome() {
    world.add(
        ServiceAccount.class,
        "{metadata: {name: default, namespace: here}, imagePullSecrets: [{name: s}]}");
    Pod pod = (Pod) World.enter(step, world.create(pod("", "hostPID: true")));
    assertThat(pod.getSpec().getImagePullSecrets(0).getName()).isEqualTo("s");
    Pod own = (Pod) World.enter(step, world.create(pod("", "imagePullSecrets: [{name: t}]")));
    assertThat(own.getSpec().getImagePullSecretsList())
        .singleElement()
        .extracting("name")
        .isEqualTo("t");
  }

  @Test
  void theDefaultAccountIsWaitedForAndOthersAreNot() {
    assertThatThrownBy(() -> World.enter(step, world.create(pod("", "serviceAccountName: x"))))
        .hasMessageEndingWith("serviceaccount \"x\" not found");
    assertThat(waited).isEmpty();
    assertThatThrownBy(() -> World.enter(step, world.create(pod("", "hostPID: true"))))
        .hasMessageEndingWith("serviceaccount \"default\" not found");
    assertThat(waited).hasSize(20);
  }

  @Test
  void mirrorPodsReferToNothing() {
    var mirror = "annotations: {kubernetes.io/config.mirror: m}";
    Pod plain = (Pod) World.enter(step, world.create(pod(mirror, "hostPID: true")));
    assertThat(plain.getSpec().getServiceAccountName()).isEmpty();
    assertThatThrownBy(() -> World.enter(step, world.create(pod(mirror, "serviceAccountName: x"))))
        .hasMessageEndingWith("a mirror pod may not reference service accounts");
    assertThatThrownBy(() ->
            World.enter(
                step, world.create(pod(mirror, "volumes: [{name: v, secret: {secretName: s}}]"))))
        .hasMessageEndingWith("a mirror pod may not reference secrets");
  }

  private static Pod pod(String metadata, String spec) {
    return Manifests.read(
        Pod.class,
        "metadata: {name: p, namespace: here, %s}\nspec: {%s, containers: [{name: c, image: i}]}"
            .formatted(metadata, spec));
  }
}
