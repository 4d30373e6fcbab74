package dev.coxswain.apiserver.registry.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Binding;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.Deletion;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PodStrategyTest {
  private static final StrategyContext CONTEXT =
      StrategyContext.at(Instant.parse("2026-01-01T00:00:00Z"));
  private static final PodStrategy STRATEGY =
      new PodStrategy(Scheme.kubernetes().resourceOf(Pod.class));

  static List<Arguments> deletions() {
    return List.of(
        arguments("not on a node: at once", "", "", -1, new Deletion.Graceful<Pod>(0)),
        arguments("on a node: its own grace", "n", "Running", -1, new Deletion.Graceful<Pod>(30)),
        arguments("as the client says", "n", "Running", 5, new Deletion.Graceful<Pod>(5)),
        arguments("grace 0: at once", "n", "Running", 0, new Deletion.Graceful<Pod>(0)),
        arguments("ended: at once", "n", "Succeeded", 60, new Deletion.Graceful<Pod>(0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deletions")
  void isDeletedGracefullyOnceItIsOnANode(
      String name, String node, String phase, int grace, Deletion<Pod> expected) {
    var pod =
        defaulted("spec: {nodeName: '%s', containers: [{name: a, image: b}]}".formatted(node));
    var running = pod.toBuilder();
    running.getStatusBuilder().setPhase(phase);
    var options = DeleteOptions.newBuilder();
    if (grace >= 0) {
      options.setGracePeriodSeconds(grace);
    }
    assertThat(STRATEGY.deletion(running.build(), options.build(), CONTEXT)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|BestEffort",
        "{requests: {cpu: 100m}}|Burstable",
        "{limits: {cpu: 1, memory: 1Gi}}|Guaranteed",
        "{limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}|Burstable",
        "{limits: {cpu: 1}}|Burstable"
      })
  void isOfTheClassThatItsResourcesSay(String resources, String expected) {
    var pod =
        defaulted("spec: {containers: [{name: a, image: b, resources: %s}]}".formatted(resources));
    var created = STRATEGY.prepareForCreate(pod, CONTEXT);
    assertThat(created.getStatus().getQosClass()).isEqualTo(expected);
    assertThat(created.getStatus().getPhase()).isEqualTo("Pending");
    assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void isBoundOnce() {
    var binding = new PodBinding();
    var pod = defaulted("metadata: {name: p}\nspec: {containers: [{name: a, image: b}]}");
    var bound = binding.write(pod, to("node-1"), CONTEXT);
    assertThat(bound.getSpec().getNodeName()).isEqualTo("node-1");
    assertThat(bound.getStatus().getConditions(0).getType()).isEqualTo("PodScheduled");
    assertThat(bound.getStatus().getConditions(0).getStatus()).isEqualTo("True");
    assertThatThrownBy(() -> binding.write(bound, to("node-2"), CONTEXT))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessage(
            "Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node"
                + " \"node-1\"");
  }

  static List<Arguments> updates() {
    var only = "spec: Forbidden: pod updates may not change fields other than";
    return List.of(
        arguments("another image", "containers: [{name: a, image: other}]", ""),
        arguments("another name", "containers: [{name: z, image: b}]", only),
        arguments("another grace period", "terminationGracePeriodSeconds: 3", only),
        arguments(
            "one more container",
            "containers: [{name: a, image: b}, {name: c, image: d}]",
            "spec.containers: Forbidden: pod updates may not add or remove containers"),
        arguments("one more toleration", "tolerations: [{key: k, operator: Exists}]", ""),
        arguments("a first deadline", "activeDeadlineSeconds: 10", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("updates")
  void keepsWhatCannotChange(String name, String spec, String error) {
    var existing =
        defaulted("metadata: {name: p, namespace: ns}\nspec: {containers: [{name: a, image: b}]}");
    var containers = spec.startsWith("containers") ? "" : ", containers: [{name: a, image: b}]";
    var updated =
        defaulted("metadata: {name: p, namespace: ns}\nspec: {%s%s}".formatted(spec, containers));
    var errors =
        STRATEGY.validateUpdate(
            STRATEGY.prepareForUpdate(updated, existing, CONTEXT), existing, CONTEXT);
    if (error.isEmpty()) {
      assertThat(errors).isEmpty();
    } else {
      assertThat(errors)
          .hasSize(1)
          .first()
          .extracting(FieldError::toString)
          .asString()
          .startsWith(error);
    }
  }

  private static Binding to(String node) {
    return Manifests.read(
        Binding.class, "metadata: {name: p}\ntarget: {kind: Node, name: %s}".formatted(node));
  }

  private static Pod defaulted(String yaml) {
    return STRATEGY.applyDefaults(Manifests.read(Pod.class, yaml));
  }
}
