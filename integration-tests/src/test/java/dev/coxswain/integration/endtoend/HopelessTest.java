package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Wishes that can't come true are refused or wait, say why in upstream's words, and keep nobody
/// busy.
@Tag("end-to-end")
@Timeout(240)
class HopelessTest {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  /// Of one processor: renewing leases and looking at the clock costs a little.
  private static final double IDLE_SHARE = 0.2;

  private static final List<String> CONTROL_LOOPS = List.of("controller-manager", "scheduler");
  private static final long TICKS_PER_SECOND = 100;

  private static LocalCluster cluster;
  private static Space space;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.withNodes(1);
    space = Space.create(cluster, "hopeless");
  }

  @AfterAll
  static void remove() throws Exception {
    space.close();
  }

  static Stream<Arguments> refused() {
    String workload =
        """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: bad}
        spec:
          %s
          selector: {matchLabels: {app: a}}
          template: {metadata: {labels: {app: %s}}, spec: {containers: [{name: c, image: i}]}}
        """;
    String still = "{rollingUpdate: {maxSurge: 0, maxUnavailable: 0}}";
    return Stream.of(
        arguments(
            workload.formatted("Deployment", "replicas: 1", "b"),
            "spec.template.metadata.labels: Invalid value: {\"app\":\"b\"}: `selector` does not"
                + " match template `labels`"),
        arguments(
            workload.formatted("Deployment", "strategy: " + still, "a"),
            "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when"
                + " `maxSurge` is 0"),
        arguments(
            workload.formatted("DaemonSet", "updateStrategy: " + still, "a"),
            "spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when"
                + " maxSurge is 0"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void contradictionsAreInvalid(String manifest, String why) throws Exception {
    var answer = space.create(manifest);
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.err()).contains("is invalid: " + why);
  }

  @Test
  void whatCannotHappenWaitsQuietly() throws Exception {
    space.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: huge}
        spec:
          containers:
          - {name: c, image: coxswain/demo:v1, resources: {requests: {cpu: "500"}}}
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: classless}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: never}
        spec:
          schedule: "0 0 31 2 *"
          jobTemplate:
            spec:
              template:
                spec: {restartPolicy: Never, containers: [{name: c, image: coxswain/demo:v1}]}
        """);
    ownEachOther("hen", "egg");

    String unfit =
        "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1"
            + " nodes are available: 1 Preemption is not helpful for scheduling.";
    assertThat(space.untilTold(SOON, "Pod", "huge", "FailedScheduling")).isEqualTo(unfit);
    assertThat(
            space.until(
                SOON,
                "pod/huge",
                ".status.conditions[0]['type','status','reason','message']",
                text -> !text.isEmpty()))
        .isEqualTo("PodScheduled False Unschedulable " + unfit);
    assertThat(space.untilTold(SOON, "PersistentVolumeClaim", "classless", "FailedBinding"))
        .isEqualTo("no persistent volumes available for this claim and no storage class is set");
    assertThat(space.read("pvc/classless", ".status.phase")).isEqualTo("Pending");
    assertThat(space.untilTold(SOON, "CronJob", "never", "InvalidSchedule"))
        .isEqualTo(
            "invalid schedule: 0 0 31 2 * : time difference between two schedules is less than 1"
                + " second");
    expectStillness();

    space.ok("delete", "configmap", "hen", "--cascade=foreground", "--timeout=60s");
    cluster.untilSo(
        SOON, () -> space.ok("get", "configmaps", "egg", "--ignore-not-found").isEmpty());
  }

  /// Two objects each of which belongs to the other.
  private static void ownEachOther(String one, String other) throws Exception {
    space.ok("create", "configmap", one);
    space.ok("create", "configmap", other);
    own(one, other);
    own(other, one);
  }

  private static void own(String owned, String owner) throws Exception {
    space.ok(
        "patch",
        "configmap",
        owned,
        "-p",
        """
        {"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"%s",\
        "uid":"%s","blockOwnerDeletion":true}]}}\
        """
            .formatted(owner, space.read("configmap/" + owner, ".metadata.uid")));
  }

  private static void expectStillness() throws Exception {
    String before = revisions();
    long[] worked = worked();
    TimeUnit.NANOSECONDS.sleep(A_WHILE.toNanos());
    long[] workedSince = worked();
    assertThat(revisions()).isEqualTo(before);
    for (int i = 0; i < worked.length; i++) {
      double share = (double) (workedSince[i] - worked[i]) / TICKS_PER_SECOND / A_WHILE.toSeconds();
      System.out.printf("%s: %.0f %% of a processor%n", CONTROL_LOOPS.get(i), share * 100);
      assertThat(share).as(CONTROL_LOOPS.get(i)).isLessThan(IDLE_SHARE);
    }
  }

  private static String revisions() throws Exception {
    return space.ok(
        "get",
        "pods,pvc,cronjobs,configmaps",
        "-o",
        "jsonpath={range .items[*]}{.metadata.name}={.metadata.resourceVersion} {end}");
  }

  private static long[] worked() throws IOException, InterruptedException {
    var ticks = new long[CONTROL_LOOPS.size()];
    for (int i = 0; i < ticks.length; i++) {
      var stat = Files.readString(Path.of("/proc/" + cluster.pid(CONTROL_LOOPS.get(i)) + "/stat"));
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks[i] = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks;
  }
}
