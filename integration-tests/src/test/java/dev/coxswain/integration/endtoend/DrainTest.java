package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Nodes are emptied and programs are killed while work is under way: budgets are kept, and what
/// was begun is finished exactly.
@Tag("end-to-end")
@Timeout(300)
class DrainTest {
  private static final Duration SOON = Duration.ofMinutes(2);

  private static LocalCluster cluster;
  private static SecondNode node;
  private static String firstNode;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.withNodes(1);
    firstNode = cluster.kubectlOk("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
    node = SecondNode.join(cluster);
  }

  @AfterAll
  static void remove() throws Exception {
    node.close();
  }

  /// Three web servers on the second node, two of which must always be there.
  private static void budgeted(Space space) throws Exception {
    cluster.kubectlOk("cordon", firstNode);
    space.apply(
        """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              terminationGracePeriodSeconds: 0
              containers:
              - name: c
                image: coxswain/demo:v1
                readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1, initialDelaySeconds: 1}
        """);
    space.ok("rollout", "status", "deployment/web", "--timeout=60s");
    cluster.kubectlOk("uncordon", firstNode);
  }

  @Test
  void evictionsWaitForReplacements() throws Exception {
    try (var space = Space.create(cluster, "drained");
        var pods = PodWatch.start(space, "app=web")) {
      budgeted(space);
      var drained =
          cluster.kubectl(
              "drain", SecondNode.NAME, "--ignore-daemonsets", "--pod-selector=app=web");
      assertThat(drained.code()).as(drained.all()).isZero();
      assertThat(drained.err())
          .contains("Cannot evict pod as it would violate the pod's disruption budget.");
      assertThat(drained.out()).contains("node/" + SecondNode.NAME + " drained");
      assertThat(space.ok("get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}").split(" "))
          .containsOnly(firstNode);
      assertThat(pods.fewestHealthySince(3)).isGreaterThanOrEqualTo(2);
    } finally {
      cluster.kubectlOk("uncordon", SecondNode.NAME);
    }
  }

  @Test
  void standbysFinishWhatTheKilledOnesBegan() throws Exception {
    try (var _ = Standby.of(cluster, "controller-manager");
        var _ = Standby.of(cluster, "scheduler");
        var space = Space.create(cluster, "failover");
        var web = PodWatch.start(space, "app=web");
        var roll = PodWatch.start(space, "app=roll");
        var job = PodWatch.start(space, "batch.kubernetes.io/job-name=count")) {
      budgeted(space);
      space.apply(rollAndJob());
      space.ok("rollout", "status", "deployment/roll", "--timeout=60s");
      space.ok("set", "image", "deployment/roll", "c=coxswain/demo:v2");
      space.ok("patch", "job", "count", "-p", "{\"spec\":{\"suspend\":false}}");
      try (var drain = Drain.start(cluster, SecondNode.NAME)) {
        space.until(SOON, "job/count", ".status.succeeded", DrainTest::isPositive);
        space.until(SOON, "deployment/roll", ".status.updatedReplicas", DrainTest::isPositive);
        drain.awaitFirstEviction();

        var before = Leaders.of(cluster);
        long killed = System.nanoTime();
        cluster.kill("controller-manager");
        cluster.kill("scheduler");
        cluster.untilSo(SOON, () -> Leaders.of(cluster).haveAllChanged(before));
        tell("others lead", killed);
        space.ok("rollout", "status", "deployment/roll", "--timeout=120s");
        tell("the rollout is complete", killed);
        space.untilIs(
            SOON, "job/count", ".status.conditions[?(@.type==\"Complete\")].status", "True");
        tell("the job is complete", killed);
        assertThat(drain.await(SOON)).isZero();
        tell("the node is drained", killed);
      }
      assertThat(space.read("job/count", ".status.succeeded")).isEqualTo("8");
      assertThat(space.read("job/count", ".status.failed")).isEmpty();
      assertThat(space.pods("batch.kubernetes.io/job-name=count")).hasSize(8);
      assertThat(job.mostActive()).isEqualTo(2);
      assertThat(roll.mostActive()).as("no surplus pods").isLessThanOrEqualTo(5);
      assertThat(roll.fewestHealthySince(4)).isEqualTo(4);
      assertThat(web.mostActive()).isEqualTo(3);
      assertThat(web.fewestHealthySince(3)).isGreaterThanOrEqualTo(2);
    } finally {
      cluster.kubectlOk("uncordon", SecondNode.NAME);
    }
  }

  private static boolean isPositive(String number) {
    return !number.isEmpty() && !number.equals("0");
  }

  private static void tell(String what, long since) {
    System.out.printf(
        "%s %.1f s after the leaders were killed%n", what, (System.nanoTime() - since) / 1e9);
  }

  /// Both stay on the first node, so that draining the second leaves them alone.
  private static String rollAndJob() {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: roll}
    spec:
      replicas: 4
      strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
      selector: {matchLabels: {app: roll}}
      template:
        metadata: {labels: {app: roll}}
        spec:
          nodeSelector: {kubernetes.io/hostname: %1$s}
          terminationGracePeriodSeconds: 0
          containers:
          - name: c
            image: coxswain/demo:v1
            readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1, initialDelaySeconds: 1}
    ---
    apiVersion: batch/v1
    kind: Job
    metadata: {name: count}
    spec:
      suspend: true
      completions: 8
      parallelism: 2
      completionMode: Indexed
      template:
        spec:
          nodeSelector: {kubernetes.io/hostname: %1$s}
          restartPolicy: Never
          containers: [{name: c, image: coxswain/demo:v1, command: [sleep, "2"]}]
    """
        .formatted(firstNode);
  }
}
