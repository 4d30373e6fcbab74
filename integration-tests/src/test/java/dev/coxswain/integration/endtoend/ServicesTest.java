package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A deployment behind a service, driven by the machine's kubectl, on real Docker and the real
/// packet filter.
@Tag("end-to-end")
class ServicesTest {
  private static final int REPLICAS = 3;

  private static LocalCluster cluster;
  private static Workload web;

  @BeforeAll
  static void create() throws Exception {
    cluster = LocalCluster.withNodes(1);
    web = Workload.create(cluster, "services", REPLICAS);
  }

  @AfterAll
  static void remove() throws Exception {
    web.remove();
  }

  @Test
  void everyPodGetsItsTurn() throws Exception {
    for (String address : List.of(web.clusterAddress(), web.nodeAddress())) {
      web.awaitAnswer(address);
      assertThat(web.answers(address, 2 * REPLICAS)).as(address).hasSize(REPLICAS);
    }
  }

  @Test
  void aPodFindsTheServiceByName() throws Exception {
    var found =
        web.kubectl(
            "exec", web.pod(), "--", "wget", "-qO-", "http://web.services.svc.cluster.local/");
    assertThat(found.out()).as(found.all()).startsWith("demo v1 on web-");
    assertThat(web.ok("exec", web.pod(), "--", "wget", "-qO-", "http://web/"))
        .startsWith("demo v1 on web-");
  }

  @Test
  void aServiceWithoutEndpointsIsRefusedAtOnce() throws Exception {
    web.ok("create", "service", "clusterip", "nobody", "--tcp=80:80");
    String address = web.ok("get", "service", "nobody", "-o", "jsonpath={.spec.clusterIP}");
    String untilRefused =
        "until curl -s -m 2 http://%s/ >/dev/null; [ $? -eq 7 ]; do sleep 0.1; done"
            .formatted(address);
    var refused =
        cluster.run(
            List.of("timeout", "20", "bash", "-c", untilRefused), "", Duration.ofMinutes(1));
    assertThat(refused.code()).as("curl says 7 once the connection is refused").isZero();
  }

  @Test
  void flushedRulesComeBack() throws Exception {
    String address = web.clusterAddress();
    web.awaitAnswer(address);
    cluster.run(
        List.of("iptables", "-w", "5", "-t", "nat", "-F", "KUBE-SERVICES"),
        "",
        Duration.ofMinutes(1));
    web.awaitAnswer(address);
  }

  @Test
  void aRolloutAndScalingLoseNoRequest() throws Exception {
    String address = web.clusterAddress();
    web.awaitAnswer(address);
    try (var traffic = Traffic.to(web, address)) {
      web.ok("set", "image", "deployment/web", "demo=coxswain/demo:v2");
      web.awaitRollout();
      web.ok("scale", "deployment", "web", "--replicas=5");
      web.awaitRollout();
      web.ok("scale", "deployment", "web", "--replicas=" + REPLICAS);
      web.awaitRollout();
      assertThat(traffic.failures()).isEmpty();
      assertThat(traffic.answered()).isPositive();
    }
    assertThat(web.get(address)).startsWith("demo v2 on web-");
  }

  @Test
  void aDeletedPodIsReplaced() throws Exception {
    String pod = web.pod();
    web.ok("delete", "pod", pod);
    web.awaitRollout();
    assertThat(web.ok("get", "pods", "-l", "app=web", "-o", "name")).doesNotContain(pod);
    cluster.until(
        Duration.ofMinutes(1),
        ready -> ready.equals("" + REPLICAS),
        web.inNamespace("get", "deployment", "web", "-o", "jsonpath={.status.availableReplicas}"));
  }
}
