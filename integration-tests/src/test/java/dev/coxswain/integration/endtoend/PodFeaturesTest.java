package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the kubelet does for pods besides running them: hooks, probes, volumes, sidecars,
/// evictions. All pods are made at once, so that they get ready while others are looked at.
@Tag("end-to-end")
@Timeout(150)
class PodFeaturesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String MANIFEST =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings}
      data: {colour: green}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: hooks}
      spec:
        terminationGracePeriodSeconds: 3
        containers:
        - name: fails
          image: coxswain/demo:v1
          lifecycle: {postStart: {exec: {command: [sh, -c, "exit 4"]}}}
        - name: stops
          image: coxswain/demo:v1
          lifecycle: {preStop: {exec: {command: [sh, -c, "exit 5"]}}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: probes}
      spec:
        terminationGracePeriodSeconds: 60
        containers:
        - name: well
          image: coxswain/demo:v1
          ports: [{name: http, containerPort: 8080}]
          startupProbe: {tcpSocket: {port: http}, periodSeconds: 1, failureThreshold: 60}
          readinessProbe: {httpGet: {port: http, path: /healthz}, periodSeconds: 1}
        - name: unwell
          image: coxswain/demo:v1
          command: [sh, -c, "trap '' TERM; while true; do sleep 1; done"]
          livenessProbe:
            tcpSocket: {port: 9}
            periodSeconds: 1
            failureThreshold: 1
            terminationGracePeriodSeconds: 2
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: volumes}
      spec:
        securityContext: {runAsUser: 1000, fsGroup: 2000}
        initContainers:
        - {name: sidecar, image: coxswain/demo:v1, restartPolicy: Always}
        volumes:
        - {name: settings, configMap: {name: settings}}
        - {name: scratch, emptyDir: {}}
        - {name: token, projected: {sources: [{serviceAccountToken: {path: token}}]}}
        containers:
        - name: reader
          image: coxswain/demo:v1
          command: [sleep, "600"]
          env: [{name: WHO, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
          volumeMounts:
          - {name: settings, mountPath: /settings}
          - {name: scratch, mountPath: /scratch, subPathExpr: of/$(WHO)}
          - {name: token, mountPath: /token}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: overfull}
      spec:
        volumes: [{name: cache, emptyDir: {sizeLimit: 1Mi}}]
        containers:
        - name: writer
          image: coxswain/demo:v1
          command: [sh, -c, "dd if=/dev/zero of=/cache/file bs=1M count=2; sleep 600"]
          volumeMounts: [{name: cache, mountPath: /cache}]
      """;

  private static LocalCluster cluster;

  @BeforeAll
  static void create() throws Exception {
    cluster = LocalCluster.withNodes(1);
    cluster.kubectlOk("create", "namespace", "features");
    cluster.until(PATIENCE, name -> !name.isEmpty(), in("get", "serviceaccount/default", "-oname"));
    var applied = cluster.kubectlWithInput(MANIFEST, in("apply", "-f", "-"));
    assertThat(applied.code()).as(applied.all()).isZero();
  }

  @AfterAll
  static void remove() throws Exception {
    cluster.kubectlOk("delete", "namespace", "features", "--timeout=90s");
  }

  @Test
  void failingHooksAreTold() throws Exception {
    cluster.until(PATIENCE, events -> events.contains("FailedPostStartHook"), events("hooks"));
    ok("delete", "pod", "hooks", "--timeout=60s");
    cluster.until(PATIENCE, events -> events.contains("FailedPreStopHook"), events("hooks"));
  }

  @Test
  void anUnwellContainerIsRestartedInTheTimeThatItsProbeGives() throws Exception {
    cluster.until(
        PATIENCE,
        count -> !count.isEmpty() && Integer.parseInt(count) > 0,
        in("get", "pod", "probes", "-o", status("unwell") + ".restartCount}"));
    assertThat(ok("get", "pod", "probes", "-o", status("well") + ".restartCount}")).isEqualTo("0");
    cluster.until(PATIENCE, "true"::equals, in("get", "pod", "probes", "-o", ready("well")));
    cluster.until(
        PATIENCE,
        events -> events.contains("Container unwell failed liveness probe, will be restarted"),
        events("probes"));
  }

  @Test
  void volumesBelongToTheGroupAndFollowWhatTheyShow() throws Exception {
    ok("wait", "--for=condition=Ready", "pod/volumes", "--timeout=90s");
    assertThat(
            ok("get", "pod", "volumes", "-o", "jsonpath={.status.initContainerStatuses[0].ready}"))
        .isEqualTo("true");
    assertThat(sh("touch /scratch/file && stat -c %g /scratch/file && head -c 2 /token/token"))
        .isEqualTo("2000\ney");
    ok("patch", "configmap", "settings", "-p", "{\"data\":{\"colour\":\"red\"}}");
    cluster.until(
        Duration.ofSeconds(20),
        "red"::equals,
        in("exec", "volumes", "-c", "reader", "--", "cat", "/settings/colour"));
  }

  @Test
  void aPodWhoseVolumeHoldsTooMuchIsEvicted() throws Exception {
    cluster.until(
        PATIENCE,
        "Failed Evicted Usage of EmptyDir volume \"cache\" exceeds the limit \"1Mi\". "::equals,
        in(
            "get",
            "pod",
            "overfull",
            "-o",
            "jsonpath={.status.phase} {.status.reason} {.status.message}"));
  }

  private static String sh(String script) throws Exception {
    return ok("exec", "volumes", "-c", "reader", "--", "sh", "-c", script);
  }

  private static String ok(String... words) throws Exception {
    return cluster.kubectlOk(in(words));
  }

  private static String[] events(String pod) {
    return in("events", "--for=pod/" + pod);
  }

  private static String ready(String container) {
    return status(container) + ".ready}";
  }

  private static String status(String container) {
    return "jsonpath={.status.containerStatuses[?(@.name==\"" + container + "\")]";
  }

  private static String[] in(String... words) {
    var all = new String[words.length + 2];
    all[0] = "-n";
    all[1] = "features";
    System.arraycopy(words, 0, all, 2, words.length);
    return all;
  }
}
