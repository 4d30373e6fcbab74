package dev.coxswain.kubeproxy.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.kubeproxy.rules.Endpoint;
import dev.coxswain.kubeproxy.rules.Protocol;
import dev.coxswain.kubeproxy.rules.RuleSet;
import dev.coxswain.kubeproxy.rules.ServicePort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StaleFlowsTest {
  private static final Endpoint A = new Endpoint("10.244.0.1", 53, true);
  private static final Endpoint B = new Endpoint("10.244.0.2", 53, true);

  private static RuleSet dns(Protocol protocol, Endpoint... endpoints) {
    var all = new ServicePort.Targets(List.of(endpoints), false);
    return new RuleSet(
        List.of(
            new ServicePort(
                new ServicePort.Id("default", "dns", ""),
                protocol,
                "10.96.0.9",
                53,
                30053,
                List.of(),
                Optional.empty(),
                all,
                all,
                List.of(endpoints))));
  }

  @Test
  void flowsToAnEndpointThatIsGoneAreForgotten() {
    assertThat(StaleFlows.between(dns(Protocol.UDP, A, B), dns(Protocol.UDP, B)))
        .containsExactly(
            new StaleFlows.Flow.ToEndpoint("10.96.0.9", "10.244.0.1"),
            new StaleFlows.Flow.FromNodePort(30053, "10.244.0.1"));
  }

  @Test
  void flowsThatNobodyAnsweredAreForgottenOnceSomebodyDoes() {
    assertThat(StaleFlows.between(dns(Protocol.UDP), dns(Protocol.UDP, A)))
        .containsExactly(
            new StaleFlows.Flow.ToAddress("10.96.0.9", 53), new StaleFlows.Flow.ToNodePort(30053));
  }

  @Test
  void tcpEndsItsConnectionsItself() {
    assertThat(StaleFlows.between(dns(Protocol.TCP, A), dns(Protocol.TCP))).isEmpty();
  }

  @Test
  void aFlowIsNamedToTheToolByWhereItWasSent() {
    assertThat(Conntrack.filter(new StaleFlows.Flow.ToEndpoint("10.96.0.9", "10.244.0.1")))
        .containsExactly("--orig-dst", "10.96.0.9", "--dst-nat", "10.244.0.1");
  }
}
