package dev.coxswain.kubeproxy.iptables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.kubeproxy.command.Commands;
import dev.coxswain.kubeproxy.command.SystemCommands;
import dev.coxswain.kubeproxy.rules.Endpoint;
import dev.coxswain.kubeproxy.rules.Protocol;
import dev.coxswain.kubeproxy.rules.RuleSet;
import dev.coxswain.kubeproxy.rules.ServicePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the real kernel, in a network namespace of its own; needs root and iptables.
class IptablesDataplaneTest {
  private static final String NAMESPACE = "cox-iptables-" + ProcessHandle.current().pid();
  private static final Endpoint A = new Endpoint("10.244.0.1", 8080, true);
  private static final Endpoint B = new Endpoint("10.244.0.2", 8080, true);

  private final Commands machine = new SystemCommands(Duration.ofSeconds(30));
  private final Commands inside =
      (command, input) -> {
        List<String> entered = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
        entered.addAll(command);
        return machine.run(entered, input);
      };
  private final IptablesDataplane dataplane = new IptablesDataplane(inside, "10.244.0.0/16");

  @BeforeEach
  void makeNamespace() {
    machine.run(List.of("ip", "netns", "add", NAMESPACE)).orThrow();
  }

  @AfterEach
  void removeNamespace() {
    machine.run(List.of("ip", "netns", "delete", NAMESPACE)).orThrow();
  }

  private static RuleSet web(Optional<Duration> affinity, Endpoint... endpoints) {
    var all = new ServicePort.Targets(List.of(endpoints), false);
    return new RuleSet(
        List.of(
            new ServicePort(
                new ServicePort.Id("default", "web", "http"),
                Protocol.TCP,
                "10.96.0.7",
                80,
                30080,
                List.of("192.0.2.9"),
                affinity,
                all,
                all,
                List.of(endpoints))));
  }

  private String saved() {
    return inside.run(List.of("iptables-save")).orThrow().output();
  }

  @Test
  void theKernelTakesEveryKindOfRule() {
    dataplane.apply(web(Optional.of(Duration.ofSeconds(5)), A, B));
    assertThat(saved())
        .contains("--to-destination 10.244.0.1:8080", "--to-destination 10.244.0.2:8080")
        .contains("--every 2", "--rcheck --seconds 5")
        .contains("-A PREROUTING -j KUBE-SERVICES", "-A POSTROUTING -j KUBE-POSTROUTING");
    assertThat(dataplane.isIntact()).isTrue();
  }

  @Test
  void endpointsThatGoTakeTheirChainsAlong() {
    dataplane.apply(web(Optional.empty(), A, B));
    dataplane.apply(web(Optional.empty(), B));
    assertThat(saved()).doesNotContain("10.244.0.1:8080").contains("10.244.0.2:8080");
    dataplane.apply(web(Optional.empty()));
    assertThat(saved()).doesNotContain("KUBE-SEP-").contains("-j REJECT");
  }

  @Test
  void flushedRulesAreNoticedAndComeBack() {
    var rules = web(Optional.empty(), A);
    dataplane.apply(rules);
    inside.run(List.of("iptables", "-t", "nat", "-F")).orThrow();
    assertThat(dataplane.isIntact()).isFalse();
    dataplane.forget();
    dataplane.apply(rules);
    assertThat(saved()).contains("10.244.0.1:8080", "-A OUTPUT -j KUBE-SERVICES");
  }

  @Test
  void anotherProcessTakesOverAndRemovesWhatIsStale() {
    dataplane.apply(web(Optional.empty(), A, B));
    var successor = new IptablesDataplane(inside, "10.244.0.0/16");
    successor.apply(web(Optional.empty(), B));
    assertThat(saved()).doesNotContain("10.244.0.1:8080").contains("10.244.0.2:8080");
  }

  @Test
  void cleaningUpLeavesNothing() {
    dataplane.apply(web(Optional.empty(), A));
    dataplane.cleanUp();
    assertThat(saved()).doesNotContain("KUBE-");
  }

  @Test
  void loopbackRoutesAreClosedAgainByWhoOpenedThem() {
    inside.run(List.of("sysctl", "-qw", "net.ipv4.conf.all.route_localnet=0")).orThrow();
    var routes = new LoopbackRoutes(inside);
    routes.allow();
    assertThat(routeLocalnet()).isEqualTo("1");
    new LoopbackRoutes(inside).allow();
    routes.restore();
    assertThat(routeLocalnet()).isEqualTo("0");
    assertThat(saved()).doesNotContain("KUBE-");
  }

  @Test
  void loopbackRoutesThatWereOpenBeforeStayOpen() {
    inside.run(List.of("sysctl", "-qw", "net.ipv4.conf.all.route_localnet=1")).orThrow();
    var routes = new LoopbackRoutes(inside);
    routes.allow();
    routes.restore();
    assertThat(routeLocalnet()).isEqualTo("1");
  }

  private String routeLocalnet() {
    return inside
        .run(List.of("sysctl", "-n", "net.ipv4.conf.all.route_localnet"))
        .orThrow()
        .output()
        .strip();
  }
}
