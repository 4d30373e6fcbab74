package dev.coxswain.kubeproxy.proxy;

import static dev.coxswain.kubeproxy.rules.Fixtures.ready;
import static dev.coxswain.kubeproxy.rules.Fixtures.service;
import static dev.coxswain.kubeproxy.rules.Fixtures.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.client.InformerStore;
import dev.coxswain.kubeproxy.command.Commands;
import dev.coxswain.kubeproxy.conntrack.Conntrack;
import dev.coxswain.kubeproxy.rules.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyLoopTest {
  private static final Duration FULL = Duration.ofSeconds(30);

  private final FakeDataplane dataplane = new FakeDataplane();
  private final InformerStore<Service> services = new InformerStore<>();
  private final InformerStore<EndpointSlice> slices = new InformerStore<>();
  private Instant now = Instant.EPOCH;
  private final ProxyLoop loop =
      new ProxyLoop(
          new ProxyLoop.Sources("here", List.of(), services, slices),
          dataplane,
          new Conntrack((command, _) -> new Commands.Result(command, 0, "", "")),
          new ProxyLoop.Periods(Duration.ZERO, FULL, Duration.ofSeconds(5)),
          () -> now);

  /// Remembers what it was asked to do.
  private static final class FakeDataplane implements Dataplane {
    private final List<RuleSet> applied = new ArrayList<>();
    private int forgotten;
    private boolean intact = true;
    private boolean broken;

    @Override
    public void apply(RuleSet rules) {
      if (broken) {
        throw new IllegalStateException("the kernel says no");
      }
      applied.add(rules);
    }

    @Override
    public void forget() {
      forgotten++;
    }

    @Override
    public boolean isIntact() {
      return intact;
    }

    @Override
    public void cleanUp() {}
  }

  private void web() {
    services.replace(List.of(service("web", "10.96.0.1", _ -> {})));
    slices.replace(List.of(slice("web", ready("10.244.0.1", "here"))));
  }

  @Test
  void appliesWhatTheCachesSay() {
    web();
    assertThat(loop.step()).isTrue();
    assertThat(dataplane.applied.getLast().ports())
        .singleElement()
        .satisfies(port -> assertThat(port.clusterAddress()).isEqualTo("10.96.0.1"));
    assertThat(loop.isBehind()).isFalse();
  }

  @Test
  void writesEverythingAgainOnceThePeriodIsOver() {
    loop.step();
    loop.step();
    assertThat(dataplane.forgotten).isEqualTo(1);
    now = now.plus(FULL);
    loop.step();
    assertThat(dataplane.forgotten).isEqualTo(2);
  }

  @Test
  void writesEverythingAgainWhenSomebodyFlushedIt() {
    loop.step();
    dataplane.intact = false;
    loop.step();
    assertThat(dataplane.forgotten).isEqualTo(2);
  }

  @Test
  void aFailureIsTriedAgainInFull() {
    dataplane.broken = true;
    assertThat(loop.step()).isFalse();
    assertThat(loop.isBehind()).isTrue();
    dataplane.broken = false;
    assertThat(loop.step()).isTrue();
    assertThat(loop.isBehind()).isFalse();
  }
}
