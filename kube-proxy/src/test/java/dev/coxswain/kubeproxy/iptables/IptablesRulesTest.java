package dev.coxswain.kubeproxy.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.kubeproxy.rules.Endpoint;
import dev.coxswain.kubeproxy.rules.Protocol;
import dev.coxswain.kubeproxy.rules.RuleSet;
import dev.coxswain.kubeproxy.rules.ServicePort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IptablesRulesTest {
  private static final Endpoint A = new Endpoint("10.244.0.1", 8080, true);
  private static final Endpoint B = new Endpoint("10.244.0.2", 8080, false);
  private static final Endpoint C = new Endpoint("10.244.0.3", 8080, false);

  private static ServicePort web(int nodePort, Optional<Duration> affinity, Endpoint... endpoints) {
    var all = new ServicePort.Targets(List.of(endpoints), false);
    return new ServicePort(
        new ServicePort.Id("default", "web", "http"),
        Protocol.TCP,
        "10.96.0.7",
        80,
        nodePort,
        List.of(),
        affinity,
        all,
        all,
        List.of(endpoints));
  }

  private static Table nat(ServicePort port) {
    return IptablesRules.render(new RuleSet(List.of(port)), "10.244.0.0/16").getFirst();
  }

  private static Table filter(ServicePort port) {
    return IptablesRules.render(new RuleSet(List.of(port)), "10.244.0.0/16").getLast();
  }

  @Test
  void everyEndpointGetsItsTurn() {
    var port = web(0, Optional.empty(), A, B, C);
    assertThat(nat(port).chains().get(ChainName.cluster(port)))
        .containsExactly(
            "! -s 10.244.0.0/16 -d 10.96.0.7/32 -p tcp -m tcp --dport 80 -j KUBE-MARK-MASQ",
            turn(port, A, "-m statistic --mode nth --every 3 --packet 0 "),
            turn(port, B, "-m statistic --mode nth --every 2 --packet 0 "),
            turn(port, C, ""));
  }

  private static String turn(ServicePort port, Endpoint endpoint, String match) {
    return "-m comment --comment \"default/web:http %s\" %s-j %s"
        .formatted(endpoint.socket(), match, ChainName.endpoint(port, endpoint));
  }

  @Test
  void anEndpointIsTheDestinationAndMayReachItself() {
    var port = web(0, Optional.empty(), A);
    assertThat(nat(port).chains().get(ChainName.endpoint(port, A)))
        .containsExactly(
            "-s 10.244.0.1 -j KUBE-MARK-MASQ",
            "-m comment --comment \"default/web:http endpoint\" -p tcp -j DNAT --to-destination"
                + " 10.244.0.1:8080");
  }

  @Test
  void aClientWithAffinityReturnsBeforeTurnsAreTaken() {
    var port = web(0, Optional.of(Duration.ofSeconds(5)), A, B);
    String chain = ChainName.endpoint(port, A);
    assertThat(nat(port).chains().get(ChainName.cluster(port)).get(1))
        .isEqualTo("-m recent --name %1$s --rcheck --seconds 5 --reap -j %1$s".formatted(chain));
    assertThat(nat(port).chains().get(chain).get(1))
        .contains("-m recent --name " + chain + " --set");
  }

  @Test
  void aNodePortIsMasqueradedAndComesAfterAddresses() {
    var port = web(30080, Optional.empty(), A);
    var chains = nat(port).chains();
    assertThat(chains.get("KUBE-NODEPORTS"))
        .singleElement()
        .asString()
        .endsWith("-p tcp -m tcp --dport 30080 -j " + ChainName.external(port));
    assertThat(chains.get(ChainName.external(port)))
        .containsExactly("-j KUBE-MARK-MASQ", "-j " + ChainName.cluster(port));
    assertThat(chains.get("KUBE-SERVICES").getLast())
        .isEqualTo("-m addrtype --dst-type LOCAL -j KUBE-NODEPORTS");
  }

  @Test
  void withoutEndpointsConnectionsAreRejected() {
    var port = web(30080, Optional.empty());
    assertThat(filter(port).chains().get("KUBE-SERVICES"))
        .containsExactly(
            "-m comment --comment \"default/web:http has no endpoints\" -d 10.96.0.7/32 -p tcp -m"
                + " tcp --dport 80 -j REJECT");
    assertThat(filter(port).chains().get("KUBE-EXTERNAL-SERVICES"))
        .singleElement()
        .asString()
        .contains("--dst-type LOCAL", "--dport 30080", "-j REJECT");
    assertThat(nat(port).chains()).doesNotContainKey(ChainName.cluster(port));
  }

  @Test
  void chainNamesFitTheKernel() {
    var port = web(0, Optional.empty(), A);
    assertThat(
            List.of(ChainName.cluster(port), ChainName.endpoint(port, A), ChainName.external(port)))
        .allSatisfy(name -> assertThat(name).matches("KUBE-(SVC|SEP|EXT)-[A-Z2-7]{16}"))
        .allSatisfy(name -> assertThat(name.length()).isLessThanOrEqualTo(28));
  }

  @Test
  void aDifferenceWritesChangedChainsOnlyAndDeletesStaleOnesLast() {
    var port = web(0, Optional.empty(), A, B);
    var fewer = web(0, Optional.empty(), A);
    String script = RestoreScript.difference(nat(port), nat(fewer));
    assertThat(script.lines().toList())
        .startsWith("*nat", ":" + ChainName.cluster(port) + " - [0:0]")
        .contains(":" + ChainName.endpoint(port, B) + " - [0:0]")
        .doesNotContain(":KUBE-SERVICES - [0:0]")
        .endsWith("-X " + ChainName.endpoint(port, B), "COMMIT");
    assertThat(RestoreScript.difference(nat(port), nat(port))).isEmpty();
  }
}
