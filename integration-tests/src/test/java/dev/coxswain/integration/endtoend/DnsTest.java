package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// The cluster's names, asked for over the network.
@Tag("end-to-end")
@Timeout(120)
class DnsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: heads}
      spec: {clusterIP: None, selector: {app: heads}, ports: [{name: http, port: 80, targetPort: 8080}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: elsewhere}
      spec: {type: ExternalName, externalName: named.invalid}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: inside}
      spec: {type: ExternalName, externalName: web.names.svc.cluster.local}
      ---
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: heads}
      spec:
        replicas: 2
        podManagementPolicy: Parallel
        serviceName: heads
        selector: {matchLabels: {app: heads}}
        template:
          metadata: {labels: {app: heads}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: demo, image: "coxswain/demo:v1"}]
      """;

  private static LocalCluster cluster;
  private static Workload web;

  @BeforeAll
  static void create() throws Exception {
    cluster = LocalCluster.withNodes(1);
    web = Workload.create(cluster, "names", 1);
    var applied = web.kubectlWithInput(SERVICES, "apply", "-f", "-");
    assertThat(applied.code()).as(applied.all()).isZero();
    web.ok("rollout", "status", "statefulset/heads", "--timeout=60s");
  }

  @AfterAll
  static void remove() throws Exception {
    web.remove();
  }

  @Test
  void aServiceIsFoundByNameByPortAndByAddress() throws Exception {
    String name = "web.names.svc.cluster.local";
    String address = web.ok("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
    assertThat(ask(name, "A")).containsExactly(address);
    assertThat(ask(reversed(address), "PTR")).containsExactly(name + ".");
    assertThat(ask("none.names.svc.cluster.local", "A")).isEmpty();
  }

  @Test
  void aHeadlessServiceNamesItsPods() throws Exception {
    String name = "heads.names.svc.cluster.local";
    List<String> addresses =
        List.of(
            web.ok("get", "pods", "-l", "app=heads", "-o", "jsonpath={.items[*].status.podIP}")
                .split(" ", -1));
    cluster.untilSo(SOON, () -> ask(name, "A").size() == 2);
    assertThat(ask(name, "A")).containsExactlyInAnyOrderElementsOf(addresses);
    String first = web.ok("get", "pod", "heads-0", "-o", "jsonpath={.status.podIP}");
    assertThat(ask("heads-0." + name, "A")).containsExactly(first);
    assertThat(ask(reversed(first), "PTR")).containsExactly("heads-0." + name + ".");
    assertThat(ask("_http._tcp." + name, "SRV"))
        .containsExactlyInAnyOrder(
            "0 100 8080 heads-0." + name + ".", "0 100 8080 heads-1." + name + ".");
  }

  @Test
  void anExternalNameIsAnAlias() throws Exception {
    assertThat(ask("elsewhere.names.svc.cluster.local", "CNAME")).containsExactly("named.invalid.");
    assertThat(ask("inside.names.svc.cluster.local", "CNAME"))
        .containsExactly("web.names.svc.cluster.local.");
    assertThat(web.ok("exec", web.pod(), "--", "wget", "-qO-", "http://inside/"))
        .startsWith("demo v1 on web-");
  }

  private static String reversed(String address) {
    var parts = List.of(address.split("\\.", -1)).reversed();
    return String.join(".", parts) + ".in-addr.arpa";
  }

  /// What the cluster's DNS answers, empty when it knows no such name.
  private static List<String> ask(String name, String type) throws IOException {
    var resolver = new SimpleResolver("10.96.0.10");
    resolver.setTimeout(PATIENCE);
    var question = Record.newRecord(Name.fromString(name + "."), Type.value(type), DClass.IN);
    return resolver.send(Message.newQuery(question)).getSection(Section.ANSWER).stream()
        .filter(found -> found.getType() == question.getType())
        .map(Record::rdataToString)
        .toList();
  }
}
