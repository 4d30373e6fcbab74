package dev.coxswain.apiserver.admission.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.LimitRange;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodExecOptions;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.scheduling.v1.PriorityClass;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What becomes of objects on their way in.
final class AdmissionPluginsTest {
  private final World world = new World();
  private final AdmissionChain chain = chain(AdmissionSettings.standard());

  private AdmissionChain chain(AdmissionSettings settings) {
    return AdmissionPlugins.chain(
        new Surroundings(
            settings,
            world,
            new InMemoryStorage(),
            _ -> Decision.allow(""),
            new Random(1),
            _ -> {}));
  }

  AdmissionPluginsTest() {
    world.add(Namespace.class, "metadata: {name: here}");
    world.add(Namespace.class, "metadata: {name: going}\nstatus: {phase: Terminating}");
    world.add(ServiceAccount.class, "metadata: {name: default, namespace: here}");
  }

  @Test
  void aPodGetsAnAccountItsTokenTolerationsAndAPriority() {
    var pod = admit(pod("spec: {containers: [{name: a, image: b}]}"));
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("default");
    assertThat(pod.getSpec().getServiceAccount()).isEqualTo("default");
    var volume = pod.getSpec().getVolumes(0);
    assertThat(volume.getName()).matches("kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}");
    assertThat(volume.getVolumeSource().getProjected().getSourcesCount()).isEqualTo(3);
    var mount = pod.getSpec().getContainers(0).getVolumeMounts(0);
    assertThat(mount.getName()).isEqualTo(volume.getName());
    assertThat(mount.getMountPath()).isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
    assertThat(mount.getReadOnly()).isTrue();
    assertThat(pod.getSpec().getTolerationsList())
        .extracting(Toleration::getKey)
        .containsExactly("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
    assertThat(pod.getSpec().hasPriority()).isTrue();
    assertThat(pod.getSpec().getPreemptionPolicy()).isEqualTo("PreemptLowerPriority");
  }

  @Test
  void namesThatUpstreamKnowsAreKnown() {
    var upstreams =
        List.of(
            "NamespaceAutoProvision",
            "ClusterTrustBundleAttest",
            "MutatingAdmissionPolicy",
            "MutatingAdmissionWebhook",
            "ValidatingAdmissionPolicy",
            "ValidatingAdmissionWebhook");
    assertThat(chain(settings(upstreams, List.of()))).isNotNull();
    assertThat(chain(settings(List.of(), upstreams))).isNotNull();
    assertThat(chain(settings(List.of(), List.of("ImagePolicyWebhook")))).isNotNull();
    assertThatThrownBy(() -> chain(settings(List.of("ImagePolicyWebhook"), List.of())))
        .hasMessage("ImagePolicyWebhook: this server asks nobody about images");
    assertThatThrownBy(() -> chain(settings(List.of("Nonsense"), List.of())))
        .hasMessage("enable-admission-plugins plugin \"Nonsense\" is unknown");
  }

  @Test
  void aPodMayDoWithoutAToken() {
    var pod =
        admit(
            pod("spec: {automountServiceAccountToken: false, containers: [{name: a, image: b}]}"));
    assertThat(pod.getSpec().getVolumesList()).isEmpty();
  }

  @Test
  void aMissingAccountIsNamed() {
    assertThatThrownBy(
            () -> admit(pod("spec: {serviceAccountName: nope, containers: [{name: a, image: b}]}")))
        .isInstanceOf(ApiException.Forbidden.class)
        .hasMessage(
            "pods \"p\" is forbidden: error looking up service account here/nope: serviceaccount"
                + " \"nope\" not found");
  }

  @Test
  void nothingComesIntoAMissingOrTerminatingNamespace() {
    assertThatThrownBy(() -> admit(map("nowhere")))
        .isInstanceOf(ApiException.NotFound.class)
        .hasMessage("namespaces \"nowhere\" not found");
    assertThatThrownBy(() -> admit(map("going")))
        .isInstanceOf(ApiException.Forbidden.class)
        .hasMessage(
            "configmaps \"m\" is forbidden: unable to create new content in namespace going because"
                + " it is being terminated");
  }

  @Test
  void someNamespacesStay() {
    var request = world.delete(Manifests.read(Namespace.class, "metadata: {name: default}"));
    assertThatThrownBy(() -> chain.admit(request))
        .hasMessage("namespaces \"default\" is forbidden: this namespace may not be deleted");
  }

  @Test
  void thePriorityIsThatOfTheClass() {
    world.add(PriorityClass.class, "metadata: {name: high}\nvalue: 1000");
    var spec = "spec: {priorityClassName: %s, containers: [{name: a, image: b}]}";
    assertThat(admit(pod(spec.formatted("high"))).getSpec().getPriority()).isEqualTo(1000);
    assertThatThrownBy(() -> admit(pod(spec.formatted("none"))))
        .hasMessage("pods \"p\" is forbidden: no PriorityClass with name none was found");
    assertThatThrownBy(() -> admit(pod("spec: {priority: 77, containers: [{name: a, image: b}]}")))
        .hasMessage(
            "pods \"p\" is forbidden: the integer value of priority (77) must not be provided in"
                + " pod spec; priority admission controller computed 0 from the given PriorityClass"
                + " name");
  }

  @Test
  void aNewNodeIsNotReady() {
    var node = admit(Manifests.read(Node.class, "metadata: {name: node-1}"));
    assertThat(node.getSpec().getTaints(0).getKey()).isEqualTo("node.kubernetes.io/not-ready");
  }

  @Test
  void limitRangesFillInAndRefuse() {
    world.add(
        LimitRange.class,
        """
        metadata: {name: limits, namespace: here}
        spec:
          limits:
          - type: Container
            default: {cpu: 200m, memory: 64Mi}
            defaultRequest: {cpu: 100m}
            min: {cpu: 50m}
            max: {cpu: "1"}
            maxLimitRequestRatio: {cpu: "4"}
          - type: Pod
            max: {cpu: 1500m}
        """);
    var filled = admit(pod("spec: {containers: [{name: a, image: b}]}"));
    assertThat(filled.getMetadata().getAnnotationsMap())
        .containsEntry(
            "kubernetes.io/limit-ranger",
            "LimitRanger plugin set: cpu, memory request for container a; cpu, memory limit for"
                + " container a");
    assertThatThrownBy(() -> enter(withCpu("requests", "10m")))
        .hasMessage(
            "pods \"p\" is forbidden: [minimum cpu usage per Container is 50m, but request is 10m,"
                + " cpu max limit to request ratio per Container is 4, but provided ratio is"
                + " 20.000000]");
    assertThatThrownBy(() -> enter(withCpu("limits", "2")))
        .hasMessage(
            "pods \"p\" is forbidden: [maximum cpu usage per Container is 1, but limit is 2,"
                + " maximum cpu usage per Pod is 1500m, but limit is 2]");
  }

  @Test
  void podsAreHeldToTheLevelOfTheirNamespace() {
    level("restricted");
    assertThatThrownBy(() -> enter(pod("spec: {containers: [{name: q, image: b}]}")))
        .hasMessage(
            "pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\":"
                + " allowPrivilegeEscalation != false (container \"q\" must set"
                + " securityContext.allowPrivilegeEscalation=false), unrestricted capabilities"
                + " (container \"q\" must set securityContext.capabilities.drop=[\"ALL\"]),"
                + " runAsNonRoot != true (pod or container \"q\" must set"
                + " securityContext.runAsNonRoot=true), seccompProfile (pod or container \"q\" must"
                + " set securityContext.seccompProfile.type to \"RuntimeDefault\" or"
                + " \"Localhost\")");
    level("baseline");
    enter(pod("spec: {containers: [{name: q, image: b}]}"));
    assertThatThrownBy(
            () -> enter(pod("spec: {hostNetwork: true, containers: [{name: q, image: b}]}")))
        .hasMessageEndingWith(
            "violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)");
  }

  private void level(String level) {
    world.add(
        Namespace.class,
        "metadata: {name: here, labels: {pod-security.kubernetes.io/enforce: %s}}"
            .formatted(level));
  }

  private static Pod withCpu(String what, String amount) {
    return pod(
        "spec: {containers: [{name: b, image: b, resources: {%s: {cpu: %s}}}]}"
            .formatted(what, amount));
  }

  private void enter(Pod pod) {
    chain.check(chain.admit(world.create(pod)));
  }

  @SuppressWarnings("unchecked")
  private <M extends Message> M admit(M object) {
    return (M) chain.admit(world.create(object)).object().orElseThrow();
  }

  private static Pod pod(String spec) {
    return Defaults.apply(
        Manifests.read(Pod.class, "metadata: {name: p, namespace: here}\n" + spec));
  }

  private static ConfigMap map(String namespace) {
    return Manifests.read(
        ConfigMap.class, "metadata: {name: m, namespace: %s}".formatted(namespace));
  }

  @Test
  void stepsAreChosenByName() {
    var denying = chain(settings(List.of("AlwaysDeny"), List.of()));
    assertThatThrownBy(() -> denying.admit(world.create(map("here"))))
        .hasMessage(
            "configmaps \"m\" is forbidden: admission control is denying all modifications");
    var anywhere = chain(settings(List.of(), List.of("NamespaceLifecycle")));
    assertThat(anywhere.admit(world.create(map("nowhere"))).object()).isPresent();
  }

  /// Whoever may exec into a pod of a lost namespace is not told that the namespace is lost, and
  /// options of a connection are taken for no pod.
  @Test
  void connectionsConcernHardlyAnybody() {
    var all =
        List.of(
            "NamespaceAutoProvision",
            "NamespaceExists",
            "NodeRestriction",
            "AlwaysPullImages",
            "PodNodeSelector",
            "PodTolerationRestriction",
            "ExtendedResourceToleration",
            "OwnerReferencesPermissionEnforcement",
            "DenyServiceExternalIPs");
    world.as("system:node:", "system:nodes");
    chain(settings(all, List.of())).require(connection());
    var denying = chain(settings(List.of("AlwaysDeny"), List.of()));
    assertThatThrownBy(() -> denying.require(connection()))
        .hasMessage("pods \"p\" is forbidden: admission control is denying all modifications");
  }

  private AdmissionRequest connection() {
    var pod = Manifests.read(Pod.class, "metadata: {name: p, namespace: nowhere}");
    var asked = world.create(pod);
    return AdmissionRequest.of(
            Operation.CONNECT,
            asked.resource(),
            asked.namespace(),
            asked.name(),
            Optional.of(PodExecOptions.newBuilder().addCommand("sh").build()),
            Optional.empty(),
            asked.context())
        .onSubresource("exec");
  }

  @Test
  void unknownNamesAreRefused() {
    assertThatThrownBy(() -> chain(settings(List.of("Nope"), List.of())))
        .hasMessage("enable-admission-plugins plugin \"Nope\" is unknown");
    assertThatThrownBy(() -> chain(settings(List.of("PodSecurity"), List.of("PodSecurity", "Nil"))))
        .hasMessage(
            "[[PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped,"
                + " disable-admission-plugins plugin \"Nil\" is unknown]");
  }

  private static AdmissionSettings settings(List<String> enabled, List<String> disabled) {
    return new AdmissionSettings(enabled, disabled, AdmissionConfiguration.none(), 300, 300);
  }
}
