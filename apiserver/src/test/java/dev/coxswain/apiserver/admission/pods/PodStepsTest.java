package dev.coxswain.apiserver.admission.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.node.v1.RuntimeClass;
import dev.coxswain.api.scheduling.v1.PriorityClass;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PodStepsTest {
  private final World world = new World();

  @Test
  void thereIsOneDefaultPriority() {
    var step = new PriorityAdmission(world);
    var first =
        world.add(PriorityClass.class, "{metadata: {name: a}, value: 7, globalDefault: true}");
    Pod pod = (Pod) World.enter(step, world.create(pod("hostPID: true")));
    assertThat(pod.getSpec().getPriority()).isEqualTo(7);
    assertThat(pod.getSpec().getPriorityClassName()).isEqualTo("a");
    World.enter(step, world.update(first, first));
    var second =
        Manifests.read(PriorityClass.class, "{metadata: {name: b}, value: 8, globalDefault: true}");
    assertThatThrownBy(() -> World.enter(step, world.create(second)))
        .hasMessageEndingWith(
            "PriorityClass a is already marked as default. Only one default can exist");
  }

  @Test
  void anUpdateKeepsThePriorityThatItDoesNotMention() {
    var step = new PriorityAdmission(world);
    Pod kept =
        (Pod)
            World.enter(
                step,
                world.update(pod("priority: 9, preemptionPolicy: Never"), pod("hostPID: true")));
    assertThat(kept.getSpec().getPriority()).isEqualTo(9);
    assertThat(kept.getSpec().getPreemptionPolicy()).isEqualTo("Never");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preemptionPolicy: Never|the string value of PreemptionPolicy (Never) must not be provided",
        "priority: 3|the integer value of priority (3) must not be provided",
        "priorityClassName: gone|no PriorityClass with name gone was found",
        "'runtimeClassName: plain, overhead: {cpu: 1}'|Pod Overhead set without corresponding"
            + " RuntimeClass",
        "'runtimeClassName: heavy, overhead: {cpu: 1}'|Pod's Overhead doesn't match RuntimeClass's"
      })
  void podsDoNotContradictTheirClasses(String spec, String message) {
    world.add(RuntimeClass.class, "{metadata: {name: plain}, handler: h}");
    world.add(
        RuntimeClass.class,
        "{metadata: {name: heavy}, handler: h, overhead: {podFixed: {cpu: 2}}}");
    var steps = List.of(new PriorityAdmission(world), new RuntimeClassAdmission(world));
    assertThatThrownBy(
            () -> {
              for (var step : steps) {
                World.enter(step, world.create(pod(spec)));
              }
            })
        .isInstanceOf(ApiException.Forbidden.class)
        .hasMessageContaining(message);
  }

  @Test
  void theDefaultClassIsNotMadeAgain() {
    world.add(PriorityClass.class, "{metadata: {name: a}, value: 7, globalDefault: true}");
    var step = new PriorityAdmission(world);
    var same =
        Manifests.read(PriorityClass.class, "{metadata: {name: a}, value: 7, globalDefault: true}");
    assertThatThrownBy(() -> World.enter(step, world.create(same)))
        .hasMessageContaining("PriorityClass a is already marked as default");
    assertThat(World.enter(step, world.update(same, same))).isEqualTo(same);
  }

  @Test
  void aRuntimeClassBringsOverheadAndPlace() {
    var step = new RuntimeClassAdmission(world);
    world.add(
        RuntimeClass.class,
        "{metadata: {name: vm}, handler: h, overhead: {podFixed: {cpu: 1}}, scheduling:"
            + " {nodeSelector: {vm: 'yes'}, tolerations: [{key: vm}]}}");
    Pod pod = (Pod) World.enter(step, world.create(pod("runtimeClassName: vm")));
    assertThat(pod.getSpec().getOverheadOrThrow("cpu").getString()).isEqualTo("1");
    assertThat(pod.getSpec().getNodeSelectorMap()).containsEntry("vm", "yes");
    assertThat(pod.getSpec().getTolerations(0).getKey()).isEqualTo("vm");
    World.enter(step, world.create(pod("runtimeClassName: vm, overhead: {cpu: 1000m}")));
    assertThatThrownBy(
            () -> step.check(world.create(pod("runtimeClassName: vm, overhead: {memory: 1Mi}"))))
        .hasMessageContaining("Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    assertThatThrownBy(() ->
            World.enter(step, world.create(pod("runtimeClassName: vm, nodeSelector: {vm: 'no'}"))))
        .hasMessageContaining("conflict: runtimeClass.scheduling.nodeSelector[vm] = yes");
    assertThatThrownBy(() -> World.enter(step, world.create(pod("overhead: {cpu: 1}"))))
        .hasMessageContaining("Pod Overhead set without corresponding RuntimeClass");
    assertThatThrownBy(() -> World.enter(step, world.create(pod("runtimeClassName: gone"))))
        .hasMessageContaining("pod rejected: RuntimeClass \"gone\" not found");
  }

  @Test
  void toleranceEndsAfterTheSecondsOfTheFlags() {
    Pod pod =
        (Pod) World.enter(new DefaultTolerationSeconds(10, 20), world.create(pod("hostPID: true")));
    assertThat(pod.getSpec().getTolerationsList())
        .extracting(Toleration::getTolerationSeconds)
        .containsExactly(10L, 20L);
  }

  @Test
  void aBoundPodLearnsWhereItIs() {
    world.add(Node.class, "metadata: {name: far, labels: {topology.kubernetes.io/zone: z, a: b}}");
    Pod pod =
        (Pod)
            World.enter(
                new PodTopologyLabels(world),
                world.update(pod("hostPID: true"), pod("nodeName: far")).onSubresource("binding"));
    assertThat(pod.getMetadata().getLabelsMap())
        .containsExactly(Map.entry("topology.kubernetes.io/zone", "z"));
  }

  @Test
  void imagesArePulled() {
    var step = new AlwaysPullImages();
    var before = pod("hostPID: true");
    Pod pod = (Pod) World.enter(step, world.create(before));
    assertThat(pod.getSpec().getContainers(0).getImagePullPolicy()).isEqualTo("Always");
    assertThat(World.enter(step, world.update(before, before))).isEqualTo(before);
    var other = before.toBuilder();
    other.getSpecBuilder().getContainersBuilder(0).setImage("j");
    Pod changed = (Pod) World.enter(step, world.update(before, other.build()));
    assertThat(changed.getSpec().getContainers(0).getImagePullPolicy()).isEqualTo("Always");
    var elsewhere = world.update(before, other.build()).onSubresource("ephemeralcontainers");
    assertThat(World.enter(step, elsewhere)).isEqualTo(other.build());
  }

  @Test
  void antiAffinityReachesNoFurtherThanTheNode() {
    var term =
        "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
            + " [{topologyKey: %s}]}}";
    var step = new AntiAffinityTopology();
    World.enter(step, world.create(pod(term.formatted("kubernetes.io/hostname"))));
    assertThatThrownBy(() -> World.enter(step, world.create(pod(term.formatted("zone")))))
        .hasMessageEndingWith(
            "affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey zone but only key"
                + " kubernetes.io/hostname is allowed");
  }

  @Test
  void devicesBringTheirToleration() {
    var asking =
        Manifests.read(
            Pod.class,
            "metadata: {name: p, namespace: here}\n"
                + "spec: {containers: [{name: c, image: i, resources: {requests: {example.com/gpu:"
                + " 1, requests.example.com/a: 1, cpu: 1}}}]}");
    Pod pod = (Pod) World.enter(new ExtendedResourceToleration(), world.create(asking));
    assertThat(pod.getSpec().getTolerationsList())
        .containsExactly(toleration("key: example.com/gpu, operator: Exists, effect: NoSchedule"));
  }

  @Test
  void aNamespaceKeepsItsPodsOnItsNodes() {
    world.add(
        Namespace.class,
        "metadata: {name: here, annotations: {scheduler.alpha.kubernetes.io/node-selector:"
            + " 'a=b'}}");
    var step = new PodNodeSelector(world, Map.of("here", "a=b,c=d"));
    Pod pod = (Pod) World.enter(step, world.create(pod("nodeSelector: {c: d}")));
    assertThat(pod.getSpec().getNodeSelectorMap())
        .containsOnly(Map.entry("a", "b"), Map.entry("c", "d"));
    assertThatThrownBy(() -> World.enter(step, world.create(pod("nodeSelector: {a: x}"))))
        .hasMessageEndingWith(
            "pod node label selector conflicts with its namespace node label selector");
    assertThatThrownBy(() -> World.enter(step, world.create(pod("nodeSelector: {e: f}"))))
        .hasMessageEndingWith(
            "pod node label selector labels conflict with its namespace whitelist");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {"a|invalid selector: [a]", "'a=b,c=d=e'|invalid selector: [c d e]"})
  void aSelectorThatIsNoneIsNobodysFault(String selector, String message) {
    var step = new PodNodeSelector(world, Map.of("clusterDefaultNodeSelector", selector));
    assertThatThrownBy(() -> World.enter(step, world.create(pod("hostPID: true"))))
        .isNotInstanceOf(ApiException.Forbidden.class)
        .hasMessage(message);
  }

  @Test
  void aNamespaceRestrictsTolerations() {
    var allowed = toleration("key: a, operator: Exists");
    var pressure =
        toleration("key: node.kubernetes.io/memory-pressure, operator: Exists, effect: NoSchedule");
    world.add(
        Namespace.class,
        "metadata: {name: here, annotations: {scheduler.alpha.kubernetes.io/defaultTolerations:"
            + " '[{\"key\":\"a\",\"operator\":\"Exists\"}]',"
            + " scheduler.alpha.kubernetes.io/tolerationsWhitelist:"
            + " '[{\"key\":\"a\",\"operator\":\"Exists\"}]'}}");
    var step = new PodTolerationRestriction(world, List.of(), List.of());
    assertThat(tolerations(step, "tolerations: [{key: a, value: b, operator: Equal}]"))
        .containsExactly(allowed);
    assertThatThrownBy(() -> tolerations(step, "tolerations: [{key: b, operator: Exists}]"))
        .isNotInstanceOf(ApiException.Forbidden.class)
        .hasMessage(
            "pod tolerations (possibly merged with namespace default tolerations) conflict with its"
                + " namespace whitelist");
    world.add(Namespace.class, "metadata: {name: here}");
    var configured = new PodTolerationRestriction(world, List.of(allowed), List.of(allowed));
    assertThat(tolerations(configured, "hostPID: true")).containsExactly(allowed);
    assertThatThrownBy(() -> tolerations(configured, "resources: {requests: {cpu: 1}}"))
        .hasMessageContaining("conflict with its namespace whitelist");
    assertThat(tolerations(step, "resources: {requests: {cpu: 1}}")).containsExactly(pressure);
  }

  private List<Toleration> tolerations(Admission step, String spec) {
    return ((Pod) World.enter(step, world.create(pod(spec)))).getSpec().getTolerationsList();
  }

  static Stream<Arguments> wide() {
    return Stream.of(
        arguments("key: a, operator: Exists", "key: a, operator: Equal, value: b", true),
        arguments("operator: Exists", "key: a, operator: Equal, value: b", true),
        arguments("key: a, operator: Equal, value: b", "key: a, operator: Exists", false),
        arguments("key: a, value: b", "key: a, operator: Equal, value: b", true),
        arguments("key: a, operator: Exists, effect: NoExecute", "key: a, operator: Exists", false),
        arguments(
            "key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5",
            "key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 6",
            false),
        arguments(
            "key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5",
            "key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5",
            true));
  }

  @ParameterizedTest(name = "{0} covers {1}: {2}")
  @MethodSource("wide")
  void aTolerationCoversWhatItExceeds(String wide, String narrow, boolean covers) {
    assertThat(Tolerations.covers(toleration(wide), toleration(narrow))).isEqualTo(covers);
    var merged = Tolerations.merge(List.of(toleration(narrow)), List.of(toleration(wide)));
    assertThat(merged.contains(toleration(narrow))).isEqualTo(!covers || wide.equals(narrow));
  }

  private static Toleration toleration(String yaml) {
    return pod("tolerations: [{%s}]".formatted(yaml)).getSpec().getTolerations(0);
  }

  private static Pod pod(String spec) {
    return Manifests.read(
        Pod.class,
        "metadata: {name: p, namespace: here}\nspec: {%s, containers: [{name: c, image: i}]}"
            .formatted(spec));
  }
}
