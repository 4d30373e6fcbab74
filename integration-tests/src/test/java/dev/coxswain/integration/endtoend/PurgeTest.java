package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A cluster that is removed leaves the machine as it was before.
@Tag("end-to-end")
@Timeout(240)
class PurgeTest {
  private static final Duration COMMAND = Duration.ofMinutes(1);

  @Test
  void theMachineIsAsItWas() throws Exception {
    LocalCluster.none();
    var before = MachineState.read();
    var cluster = LocalCluster.withNodes(1);
    var web = Workload.create(cluster, "purged", 1);
    web.awaitAnswer(web.nodeAddress());
    web.ok("create", "configmap", "settings", "--from-literal=a=b");
    assertThat(MachineState.read().differences(before)).as("a cluster leaves traces").isNotEmpty();
    LocalCluster.none();
    assertThat(MachineState.read().differences(before)).isEmpty();
  }

  @Test
  void theProxyCleansUpWhenAsked() throws Exception {
    var cluster = LocalCluster.withNodes(1);
    var web = Workload.create(cluster, "cleaned", 1);
    web.awaitAnswer(web.clusterAddress());
    cluster.stopped(
        "kube-proxy",
        () -> {
          assertThat(rules(cluster)).contains("KUBE-SERVICES", "cleaned/web");
          var cleanup = cluster.coxswain("kube-proxy", "--cleanup", "--cluster-dns=10.96.0.10");
          assertThat(cleanup.code()).as(cleanup.all()).isZero();
          assertThat(rules(cluster)).doesNotContain("KUBE-");
        });
    web.awaitAnswer(web.clusterAddress());
    web.remove();
  }

  private static String rules(LocalCluster cluster) throws Exception {
    return cluster.run(List.of("iptables-save"), "", COMMAND).out();
  }
}
