package dev.coxswain.apiserver.admission.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.admission.podsecurity.PodSecurityConfiguration.Defaults;
import dev.coxswain.apiserver.admission.podsecurity.PodSecurityConfiguration.Exemptions;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PodSecurityTest {
  private static final String PREFIX = "pod-security.kubernetes.io/";
  private static final String BAD = "host namespaces (hostPID=true)";

  private final World world = new World();
  private final PodSecurity step = new PodSecurity(world, PodSecurityConfiguration.DEFAULT);

  @Test
  void unlabelledNamespacesTakeEverything() {
    world.add(Namespace.class, "metadata: {name: here}");
    World.enter(step, world.create(pod("p")));
    assertThat(world.warnings).isEmpty();
  }

  @Test
  void enforcedPodsAreRefusedAndNotWarnedOf() {
    label("enforce: baseline");
    assertThatThrownBy(() -> World.enter(step, world.create(pod("p"))))
        .hasMessage("pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": " + BAD);
    assertThat(world.warnings).isEmpty();
    assertThat(world.annotations).containsEntry(PREFIX + "enforce-policy", "baseline:latest");
  }

  @Test
  void whoWarnsAndAuditsRefusesNobody() {
    label("warn: baseline", "warn-version: v1.24", "audit: baseline");
    World.enter(step, world.create(pod("p")));
    assertThat(world.warnings)
        .containsExactly("would violate PodSecurity \"baseline:v1.24\": " + BAD);
    assertThat(world.annotations)
        .containsEntry(
            PREFIX + "audit-violations", "would violate PodSecurity \"baseline:latest\": " + BAD);
  }

  @Test
  void templatesAreOnlyWarnedOfWhatIsEnforced() {
    label("enforce: baseline");
    var deployment =
        Manifests.read(
            Deployment.class,
            "metadata: {name: d, namespace: here}\n"
                + "spec: {template: {spec: {hostPID: true, containers: [{name: c, image: i}]}}}");
    World.enter(step, world.create(deployment));
    assertThat(world.warnings)
        .containsExactly("would violate PodSecurity \"baseline:latest\": " + BAD);
  }

  @Test
  void aStricterNamespaceTellsOfItsPods() {
    var before = world.add(Namespace.class, "metadata: {name: here}");
    world.add(Pod.class, pod("b", "hostPID: true"));
    world.add(Pod.class, pod("a", "hostPID: true"));
    world.add(Pod.class, pod("c", "hostIPC: true, hostPID: true"));
    world.add(
        Pod.class,
        "metadata: {name: d, namespace: here}\nspec: {containers: [{name: x, image: i}]}");
    var after = label("enforce: baseline");
    World.enter(step, world.update(before, after));
    assertThat(world.warnings)
        .containsExactly(
            "existing pods in namespace \"here\" violate the new PodSecurity enforce level"
                + " \"baseline:latest\"",
            "a (and 2 other pods): host namespaces");
    world.warnings.clear();
    World.enter(step, world.update(after, before));
    assertThat(world.warnings).isEmpty();
  }

  @Test
  void labelsThatMeanNothingAreRefused() {
    var before = world.add(Namespace.class, "metadata: {name: here}");
    var after = label("enforce: whatever", "warn-version: v2");
    assertThatThrownBy(() -> World.enter(step, world.update(before, after)))
        .hasMessageContaining(
            "metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: \"whatever\": must"
                + " be one of privileged, baseline, restricted")
        .hasMessageContaining("must be \"latest\" or \"v1.x\"");
  }

  @Test
  void whatRunsAlreadyIsJudgedAgainOnlyWithOtherImages() {
    label("enforce: baseline");
    var before = pod("p");
    var after = before.toBuilder();
    after.getMetadataBuilder().putLabels("a", "b");
    after.getSpecBuilder().setActiveDeadlineSeconds(5);
    World.enter(step, world.update(before, after.build()));
    after.getSpecBuilder().getContainersBuilder(0).setImage("other");
    assertThatThrownBy(() -> World.enter(step, world.update(before, after.build())))
        .hasMessageContaining("violates PodSecurity");
  }

  @Test
  void defaultsCountWithoutLabelsAndNotForTheExempt() {
    world.add(Namespace.class, "metadata: {name: here}");
    var configured =
        new PodSecurity(
            world,
            new PodSecurityConfiguration(
                new Defaults("baseline", "v1.30", "", "", "", ""),
                new Exemptions(List.of("root"), List.of(), List.of())));
    assertThatThrownBy(() -> World.enter(configured, world.create(pod("p"))))
        .hasMessageContaining("violates PodSecurity \"baseline:v1.30\"");
    World.enter(configured, world.as("root").create(pod("p")));
    assertThat(world.annotations).containsEntry(PREFIX + "exempt", "user");
  }

  private Namespace label(String... labels) {
    var text = new StringBuilder();
    for (var label : labels) {
      text.append(text.isEmpty() ? "" : ", ").append(PREFIX).append(label);
    }
    return world.add(Namespace.class, "metadata: {name: here, labels: {%s}}".formatted(text));
  }

  private static Pod pod(String name) {
    return Manifests.read(Pod.class, pod(name, "hostPID: true"));
  }

  private static String pod(String name, String spec) {
    return "metadata: {name: %s, namespace: here}\nspec: {%s, containers: [{name: c, image: i}]}"
        .formatted(name, spec);
  }
}
