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

/// Every kind of service, with the traffic that it is for: from the node, from a pod, and from a
/// container outside the cluster.
@Tag("end-to-end")
@Timeout(120)
class ServiceTrafficTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: %s}
      spec: %s
      """;
  private static final String WEB_PORT = "ports: [{port: 80, targetPort: 8080}]";

  private static LocalCluster cluster;
  private static Workload web;

  @BeforeAll
  static void create() throws Exception {
    cluster = LocalCluster.withNodes(1);
    web = Workload.create(cluster, "traffic", 2);
  }

  @AfterAll
  static void remove() throws Exception {
    web.remove();
  }

  private static void service(String name, String spec) throws Exception {
    var created = web.kubectlWithInput(SERVICE.formatted(name, spec), "apply", "-f", "-");
    assertThat(created.code()).as(created.all()).isZero();
  }

  private static String field(String kind, String name, String path) throws Exception {
    return web.ok("get", kind, name, "-o", "jsonpath={" + path + "}");
  }

  private static String address(String service) throws Exception {
    return "http://" + field("service", service, ".spec.clusterIP");
  }

  @Test
  void aClientStaysWithItsPodWhenTheServiceWantsSo() throws Exception {
    service("sticky", "{selector: {app: web}, sessionAffinity: ClientIP, " + WEB_PORT + "}");
    String address = address("sticky") + "/";
    web.awaitAnswer(address);
    assertThat(web.answers(address, 12)).hasSize(1);
    web.ok("patch", "service", "sticky", "-p", "{\"spec\":{\"sessionAffinity\":\"None\"}}");
    web.awaitAnswers(address, 2);
  }

  @Test
  void aPodReachesItselfThroughItsService() throws Exception {
    String pod = web.pod();
    web.ok("label", "pod", pod, "alone=yes");
    service("mirror", "{selector: {alone: 'yes'}, " + WEB_PORT + "}");
    web.awaitAnswer(address("mirror") + "/");
    for (int i = 0; i < 3; i++) {
      assertThat(web.ok("exec", pod, "--", "wget", "-qO-", "http://mirror/"))
          .contains("demo v1 on " + pod);
    }
  }

  @Test
  void everyPortLeadsToItsOwnTarget() throws Exception {
    String ports =
        "ports: [{name: plain, port: 80, targetPort: 8080}, {name: other, port: 81, targetPort:"
            + " 8080}, {name: closed, port: 82, targetPort: 9}]";
    service("ports", "{selector: {app: web}, " + ports + "}");
    String address = address("ports");
    web.awaitAnswer(address + ":80/");
    web.awaitAnswer(address + ":81/");
    var closed = outcome(List.of("curl", "-s", "-m", "5", address + ":82/"));
    assertThat(closed).as("the pod itself refuses").isEqualTo(REFUSED);
  }

  @Test
  void externalAddressesAreTaken() throws Exception {
    service("outside", "{selector: {app: web}, externalIPs: [192.0.2.10], " + WEB_PORT + "}");
    web.awaitAnswers("http://192.0.2.10/", 2);
    service("balanced", "{selector: {app: web}, type: LoadBalancer, " + WEB_PORT + "}");
    web.ok(
        "patch",
        "service",
        "balanced",
        "--subresource=status",
        "-p",
        "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"192.0.2.20\"}]}}}");
    web.awaitAnswers("http://192.0.2.20/", 2);
    web.ok("delete", "service", "outside");
    cluster.untilSo(
        SOON, () -> outcome(List.of("curl", "-s", "-m", "1", "http://192.0.2.10/")) != 0);
  }

  @Test
  void theLocalPolicyKeepsTheClientsAddress() throws Exception {
    String node = field("node", nodeName(), ".status.addresses[0].address");
    service("seen", "{selector: {app: web}, type: NodePort, " + WEB_PORT + "}");
    String port = field("service", "seen", ".spec.ports[0].nodePort");
    web.awaitAnswer("http://127.0.0.1:" + port + "/");
    String url = "http://%s:%s/cgi-bin/client".formatted(node, port);
    try (var outsider = Outsider.start(cluster)) {
      assertThat(outsider.get(url).out().strip()).as("masqueraded").contains(":10.244.");
      web.ok("patch", "service", "seen", "-p", "{\"spec\":{\"externalTrafficPolicy\":\"Local\"}}");
      cluster.untilSo(SOON, () -> outsider.get(url).out().contains(":" + Outsider.ADDRESS + "]"));
    }
  }

  @Test
  void theLocalPolicyDropsWhatOnlyOtherNodesCouldAnswer() throws Exception {
    String pod = field("pod", web.pod(), ".status.podIP");
    service("near", "{internalTrafficPolicy: Local, ports: [{port: 80, targetPort: 8080}]}");
    slice("near", pod, nodeName());
    String address = address("near") + "/";
    web.awaitAnswer(address);
    slice("near", pod, "elsewhere");
    cluster.untilSo(SOON, () -> outcome(List.of("curl", "-s", "-m", "1", address)) == NO_ANSWER);
    web.ok("delete", "endpointslice", "near");
    cluster.untilSo(SOON, () -> outcome(List.of("curl", "-s", "-m", "1", address)) == REFUSED);
  }

  private static void slice(String service, String address, String node) throws Exception {
    var applied =
        web.kubectlWithInput(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: %1$s, labels: {kubernetes.io/service-name: %1$s}}
            addressType: IPv4
            ports: [{name: "", port: 8080, protocol: TCP}]
            endpoints: [{addresses: [%2$s], nodeName: %3$s}]
            """
                .formatted(service, address, node),
            "apply",
            "-f",
            "-");
    assertThat(applied.code()).as(applied.all()).isZero();
  }

  @Test
  void theLastPodServesWhileItTerminates() throws Exception {
    web.ok("create", "deployment", "last", "--image=coxswain/demo:v1");
    web.ok("set", "env", "deployment/last", "DRAIN_SECONDS=8");
    web.ok("expose", "deployment", "last", "--port=80", "--target-port=8080");
    web.ok("rollout", "status", "deployment/last", "--timeout=60s");
    cluster.until(
        SOON,
        pods -> !pods.contains(" "),
        web.inNamespace(
            "get", "pods", "-l", "app=last", "-o", "jsonpath={.items[*].metadata.name}"));
    String address = address("last") + "/";
    web.awaitAnswer(address);
    web.ok("scale", "deployment", "last", "--replicas=0");
    cluster.until(
        SOON,
        "true true false"::equals,
        web.inNamespace(
            "get",
            "endpointslices",
            "-l",
            "kubernetes.io/service-name=last",
            "-o",
            "jsonpath={.items[0].endpoints[0].conditions['terminating','serving','ready']}"));
    assertThat(web.answers(address, 5)).hasSize(1);
    cluster.untilSo(SOON, () -> outcome(List.of("curl", "-s", "-m", "1", address)) == REFUSED);
  }

  @Test
  void datagramsGoToAPodAndElsewhereOnceItIsGone() throws Exception {
    for (String pod : List.of("echo-a", "echo-b")) {
      web.ok("run", pod, "--image=coxswain/demo:v1", "--labels=echo=yes");
    }
    web.ok("wait", "pods", "-l", "echo=yes", "--for=condition=Ready", "--timeout=60s");
    service(
        "echo",
        "{selector: {echo: 'yes'}, type: NodePort,"
            + " ports: [{name: echo, port: 7000, targetPort: 7000, protocol: UDP}]}");
    String clusterAddress = field("service", "echo", ".spec.clusterIP");
    int nodePort = Integer.parseInt(field("service", "echo", ".spec.ports[0].nodePort"));
    try (var _ = Echo.inPods(web, "echo-a", "echo-b");
        var byAddress = new Echo.Client(clusterAddress, 7000);
        var byNodePort = new Echo.Client("127.0.0.1", nodePort)) {
      String victim = byAddress.awaitAnswer(_ -> true);
      assertThat(byAddress.awaitAnswer(_ -> true)).as("one flow, one pod").isEqualTo(victim);
      byNodePort.moveTo(victim);
      web.ok("delete", "pod", victim, "--grace-period=1");
      String other = victim.equals("echo-a") ? "echo-b" : "echo-a";
      byAddress.awaitAnswer(other::equals);
      byNodePort.awaitAnswer(other::equals);
    }
  }

  private static String nodeName() throws Exception {
    return cluster.kubectlOk("get", "nodes", "-o", "jsonpath={.items[0].metadata.name}");
  }

  /// How curl says that nobody listens.
  private static final int REFUSED = 7;

  /// How curl says that its time is over.
  private static final int NO_ANSWER = 28;

  private static int outcome(List<String> command) throws IOException, InterruptedException {
    return cluster.run(command, "", Duration.ofMinutes(1)).code();
  }
}
