package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What controllers promise of workloads other than deployments, on a real container runtime.
@Tag("end-to-end")
@Timeout(240)
class ControllersTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  /// A minute begins, and its pod runs.
  private static final Duration A_MINUTE = Duration.ofSeconds(100);

  private static LocalCluster cluster;
  private static Space space;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.withNodes(1);
    space = Space.create(cluster, "controllers");
    space.apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: tick}
        spec:
          schedule: "* * * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: c, image: coxswain/demo:v1, command: [echo, tick]}]
        """); // It is due while the other tests run.
  }

  @AfterAll
  static void remove() throws Exception {
    space.close();
  }

  @Test
  void anIndexedJobRunsEachIndexOnce() throws Exception {
    space.apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: indexed}
        spec:
          completions: 5
          parallelism: 2
          completionMode: Indexed
          template:
            spec:
              restartPolicy: Never
              containers:
              - name: c
                image: coxswain/demo:v1
                command: [sh, -c, "echo index $JOB_COMPLETION_INDEX"]
        """);
    try (var pods = PodWatch.start(space, "batch.kubernetes.io/job-name=indexed")) {
      space.untilIs(
          SOON, "job/indexed", ".status.conditions[?(@.type==\"Complete\")].status", "True");
      assertThat(pods.mostActive()).isBetween(1L, 2L);
    }
    assertThat(space.read("job/indexed", ".status.succeeded")).isEqualTo("5");
    assertThat(space.read("job/indexed", ".status.completedIndexes")).isEqualTo("0-4");
    assertThat(space.pods("batch.kubernetes.io/job-name=indexed")).hasSize(5);
    for (int index = 0; index < 5; index++) {
      var selector = "batch.kubernetes.io/job-completion-index=" + index;
      assertThat(space.ok("logs", "-l", selector)).isEqualTo("index " + index + "\n");
    }
  }

  @Test
  void aCronJobFiresWithTheMinute() throws Exception {
    String last =
        space.until(A_MINUTE, "cronjob/tick", ".status.lastScheduleTime", text -> !text.isEmpty());
    assertThat(last).endsWith(":00Z");
    space.until(A_MINUTE, "cronjob/tick", ".status.lastSuccessfulTime", text -> !text.isEmpty());
    String job =
        space
            .ok("get", "jobs", "-o", "name")
            .lines()
            .filter(name -> name.contains("tick"))
            .findFirst()
            .orElseThrow();
    assertThat(space.ok("logs", job)).isEqualTo("tick\n");
    space.ok("patch", "cronjob", "tick", "-p", "{\"spec\":{\"suspend\":true}}");
    assertThat(space.ok("get", "cronjob", "tick")).contains("True");
  }

  @Test
  void aDaemonSetChangesItsPodsNodeByNode() throws Exception {
    space.apply(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec:
              terminationGracePeriodSeconds: 0
              containers: [{name: c, image: coxswain/demo:v1}]
        """);
    space.ok("rollout", "status", "daemonset/agent", "--timeout=60s");
    List<String> first = space.pods("app=agent");
    assertThat(first).hasSize(1);
    space.ok("set", "image", "daemonset/agent", "c=coxswain/demo:v2");
    space.ok("rollout", "status", "daemonset/agent", "--timeout=60s");
    List<String> second = space.pods("app=agent");
    assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
    assertThat(space.read(second.getFirst(), ".spec.containers[0].image"))
        .isEqualTo("coxswain/demo:v2");
    space.ok("rollout", "undo", "daemonset/agent");
    space.ok("rollout", "status", "daemonset/agent", "--timeout=60s");
    assertThat(space.read(space.pods("app=agent").getFirst(), ".spec.containers[0].image"))
        .isEqualTo("coxswain/demo:v1");
  }
}
