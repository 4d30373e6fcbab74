package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every program is killed in turn: the service answers all along, and the cluster works on.
@Tag("end-to-end")
@Timeout(300)
class HealingTest {
  private static final Duration HEALED = Duration.ofMinutes(2);

  private static LocalCluster cluster;
  private static Workload web;

  @BeforeAll
  static void create() throws Exception {
    cluster = LocalCluster.withNodes(1);
    web = Workload.create(cluster, "healing", 2);
    web.awaitAnswer(web.clusterAddress());
  }

  @AfterAll
  static void remove() throws Exception {
    web.remove();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"apiserver", "controller-manager", "scheduler", "kubelet", "kube-proxy", "etcd"})
  void theServiceAnswersAndNewWorkIsDone(String program) throws Exception {
    String address = web.clusterAddress();
    String marker = "after-" + program;
    try (var traffic = Traffic.to(web, address)) {
      cluster.kill(program);
      cluster.until(
          HEALED, out -> out.contains("created"), web.inNamespace("create", "cm", marker));
      web.ok("patch", "deployment", "web", "-p", template(marker));
      web.awaitRollout();
      assertThat(traffic.failures()).isEmpty();
      assertThat(traffic.answered()).isPositive();
    }
  }

  private static String template(String marker) {
    return "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"round\":\"%s\"}}}}}"
        .formatted(marker);
  }

  @Test
  void aKilledContainerIsStartedAgainInTheSamePod() throws Exception {
    String pod = web.pod();
    String address = web.ok("get", "pod", pod, "-o", "jsonpath={.status.podIP}");
    String container =
        web.ok("get", "pod", pod, "-o", "jsonpath={.status.containerStatuses[0].containerID}")
            .replace("docker://", "");
    assertThat(cluster.run(List.of("docker", "kill", container), "", Duration.ofMinutes(1)).code())
        .isZero();
    cluster.until(
        HEALED,
        restarts -> restarts.equals("1 true"),
        web.inNamespace(
            "get",
            "pod",
            pod,
            "-o",
            "jsonpath={.status.containerStatuses[0].restartCount}"
                + " {.status.containerStatuses[0].ready}"));
    assertThat(web.ok("get", "pod", pod, "-o", "jsonpath={.status.podIP}")).isEqualTo(address);
  }
}
