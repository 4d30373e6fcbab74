package dev.coxswain.apiserver.admission.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apiserver.admission.podsecurity.Policy.Standard;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each control by itself, in the words of refusals.
final class StandardsTest {
  /// What makes a container of a restricted pod good.
  private static final String GOOD = "allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}";

  static Stream<Arguments> baseline() {
    return Stream.of(
        arguments("an ordinary pod", "", "{}", ""),
        arguments(
            "host namespaces",
            "hostNetwork: true, hostPID: true, hostIPC: true",
            "{}",
            "host namespaces (hostNetwork=true, hostPID=true, hostIPC=true)"),
        arguments(
            "one hostPath volume",
            "volumes: [{name: v, hostPath: {path: /}}, {name: w, emptyDir: {}}]",
            "{}",
            "hostPath volumes (volume \"v\")"),
        arguments(
            "host ports, sorted as texts",
            "",
            "{ports: [{containerPort: 1, hostPort: 80}, {containerPort: 2, hostPort: 443}]}",
            "hostPort (container \"c\" uses hostPorts 443, 80)"),
        arguments(
            "a privileged container",
            "",
            "{securityContext: {privileged: true}}",
            "privileged (container \"c\" must not set securityContext.privileged=true)"),
        arguments(
            "the whole of /proc",
            "",
            "{securityContext: {procMount: Unmasked}}",
            "procMount (container \"c\" must not set securityContext.procMount to \"Unmasked\")"),
        arguments(
            "capabilities beyond the default",
            "",
            "{securityContext: {capabilities: {add: [SYS_TIME, CHOWN, NET_ADMIN]}}}",
            "non-default capabilities (container \"c\" must not include \"NET_ADMIN\", \"SYS_TIME\""
                + " in securityContext.capabilities.add)"),
        arguments(
            "no seccomp, pod and container",
            "securityContext: {seccompProfile: {type: Unconfined}}",
            "{securityContext: {seccompProfile: {type: Unconfined}}}",
            "seccompProfile (pod and container \"c\" must not set"
                + " securityContext.seccompProfile.type to \"Unconfined\")"),
        arguments(
            "no AppArmor",
            "",
            "{securityContext: {appArmorProfile: {type: Unconfined}}}",
            "forbidden AppArmor profile (container \"c\" must not set AppArmor profile type to"
                + " \"Unconfined\")"),
        arguments(
            "an SELinux type and role",
            "securityContext: {seLinuxOptions: {type: foo}}",
            "{securityContext: {seLinuxOptions: {type: bar, role: r}}}",
            "seLinuxOptions (pod and container \"c\" set forbidden"
                + " securityContext.seLinuxOptions: types \"bar\", \"foo\"; role may not be set)"),
        arguments(
            "sysctls, in their order",
            "securityContext: {sysctls: [{name: net.core.somaxconn, value: '1'},"
                + " {name: kernel.msgmax, value: '1'}, {name: net.ipv4.tcp_rmem, value: '1'}]}",
            "{}",
            "forbidden sysctls (net.core.somaxconn, kernel.msgmax)"),
        arguments(
            "a process of the host",
            "securityContext: {windowsOptions: {hostProcess: true}}",
            "{}",
            "hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)"),
        arguments(
            "probes of others",
            "",
            "{livenessProbe: {httpGet: {host: 10.0.0.1, port: 80}}}",
            "probe or lifecycle host (container \"c\" uses probe or lifecycle host \"10.0.0.1\")"));
  }

  static Stream<Arguments> restricted() {
    return Stream.of(
        arguments("a good pod", "", "{securityContext: {" + GOOD + "}}", ""),
        arguments(
            "escalation",
            "",
            "{securityContext: {capabilities: {drop: [ALL]}}}",
            "allowPrivilegeEscalation != false (container \"c\" must set"
                + " securityContext.allowPrivilegeEscalation=false)"),
        arguments(
            "kept and added capabilities",
            "",
            "{securityContext: {allowPrivilegeEscalation: false, capabilities: {add: [CHOWN]}}}",
            "unrestricted capabilities (container \"c\" must set"
                + " securityContext.capabilities.drop=[\"ALL\"]; container \"c\" must not include"
                + " \"CHOWN\" in securityContext.capabilities.add)"),
        arguments(
            "volumes: hostPath is told once",
            "volumes: [{name: v, hostPath: {path: /}}, {name: w, nfs: {server: s, path: /}},"
                + " {name: x, emptyDir: {}}]",
            "{securityContext: {" + GOOD + "}}",
            "restricted volume types (volumes \"v\", \"w\" use restricted volume types"
                + " \"hostPath\", \"nfs\")"),
        arguments(
            "root by number",
            "",
            "{securityContext: {runAsUser: 0, " + GOOD + "}}",
            "runAsUser=0 (container \"c\" must not set runAsUser=0)"),
        arguments(
            "root by refusal",
            "",
            "{securityContext: {runAsNonRoot: false, " + GOOD + "}}",
            "runAsNonRoot != true (container \"c\" must not set"
                + " securityContext.runAsNonRoot=false)"),
        arguments(
            "baseline comes first",
            "hostPID: true",
            "{securityContext: {capabilities: {drop: [ALL]}}}",
            "host namespaces (hostPID=true), allowPrivilegeEscalation != false (container \"c\""
                + " must set securityContext.allowPrivilegeEscalation=false)"));
  }

  static Stream<Arguments> versions() {
    return Stream.of(
        arguments("restricted:v1.7", "{}", "runAsNonRoot != true"),
        arguments(
            "restricted:v1.8", "{}", "allowPrivilegeEscalation != false, runAsNonRoot != true"),
        arguments(
            "restricted:v1.19",
            "{}",
            "allowPrivilegeEscalation != false, runAsNonRoot != true, seccompProfile"),
        arguments(
            "restricted:v1.21",
            "{securityContext: {capabilities: {add: [SYS_TIME]}}}",
            "non-default capabilities, allowPrivilegeEscalation != false, runAsNonRoot != true,"
                + " seccompProfile"),
        arguments(
            "restricted:v1.22",
            "{securityContext: {capabilities: {add: [SYS_TIME]}}}",
            "allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true,"
                + " seccompProfile"),
        arguments("baseline:v1.33", "{livenessProbe: {tcpSocket: {host: a, port: 1}}}", ""),
        arguments(
            "baseline:v1.34",
            "{livenessProbe: {tcpSocket: {host: a, port: 1}}}",
            "probe or lifecycle host"),
        arguments("privileged:latest", "{securityContext: {privileged: true}}", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("baseline")
  void controlsOfBaseline(String what, String spec, String container, String told) {
    assertThat(told(new Standard(Level.BASELINE, Version.LATEST), pod(spec, container)))
        .as(what)
        .isEqualTo(told);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("restricted")
  void controlsOfRestricted(String what, String spec, String container, String told) {
    var confined = "securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}";
    var all = spec.isEmpty() ? confined : spec + ", " + confined;
    assertThat(told(new Standard(Level.RESTRICTED, Version.LATEST), pod(all, container)))
        .as(what)
        .isEqualTo(told);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("versions")
  void controlsCountSinceTheirVersion(String standard, String container, String reasons) {
    var parts = standard.split(":", 2);
    var parsed =
        new Standard(Level.parse(parts[0]).orElseThrow(), Version.parse(parts[1]).orElseThrow());
    assertThat(
            Standards.findings(parsed, pod("", container)).stream()
                .map(Control.Finding::reason)
                .collect(Collectors.joining(", ")))
        .isEqualTo(reasons);
  }

  private static String told(Standard standard, PodView pod) {
    return Standards.findings(standard, pod).stream()
        .map(Control.Finding::toString)
        .collect(Collectors.joining(", "));
  }

  private static PodView pod(String spec, String container) {
    var fields =
        container.equals("{}") ? "" : ", " + container.substring(1, container.length() - 1);
    var yaml =
        "metadata: {name: p}\nspec: {%s%scontainers: [{name: c, image: i%s}]}"
            .formatted(spec, spec.isEmpty() ? "" : ", ", fields);
    var pod = Manifests.read(Pod.class, yaml);
    return PodView.of(pod.getMetadata(), pod.getSpec());
  }
}
