package dev.coxswain.kubeproxy.proxy;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.client.Lister;
import dev.coxswain.kubeproxy.conntrack.Conntrack;
import dev.coxswain.kubeproxy.conntrack.StaleFlows;
import dev.coxswain.kubeproxy.rules.RuleSet;
import dev.coxswain.kubeproxy.rules.RuleSetPlanner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies the rules whenever something changed, and in full once in a while or when somebody
/// flushed them.
///
/// The dataplane belongs to the thread of [#run].
public final class ProxyLoop {
  private static final Logger log = LoggerFactory.getLogger(ProxyLoop.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /// How often what happens.
  ///
  /// @param minimum the least time between two applications: changes in between are applied
  ///   together
  /// @param full after which everything is written again, changed or not
  /// @param check how often to look whether the rules are still there
  public record Periods(Duration minimum, Duration full, Duration check) {}

  /// What is watched.
  ///
  /// @param reserved cluster addresses that the node answers itself
  public record Sources(
      String nodeName,
      List<String> reserved,
      Lister<Service> services,
      Lister<EndpointSlice> slices) {
    RuleSetPlanner.View view() {
      return new RuleSetPlanner.View(nodeName, reserved, services.list(), slices.list());
    }
  }

  private final Sources sources;
  private final Dataplane dataplane;
  private final Conntrack conntrack;
  private final Periods periods;
  private final InstantSource clock;
  private final Semaphore changed = new Semaphore(0);
  private RuleSet applied = RuleSet.EMPTY;
  private Instant lastFull = Instant.MIN;
  private volatile Instant lastSuccess = Instant.EPOCH;
  private volatile boolean behind = true;

  public ProxyLoop(
      Sources sources,
      Dataplane dataplane,
      Conntrack conntrack,
      Periods periods,
      InstantSource clock) {
    this.sources = sources;
    this.dataplane = dataplane;
    this.conntrack = conntrack;
    this.periods = periods;
    this.clock = clock;
  }

  /// Something changed; may be called from any thread, any number of times.
  public void wake() {
    changed.release();
  }

  /// When the rules were last known to be as they should; the epoch before the first time.
  public Instant lastSuccess() {
    return lastSuccess;
  }

  /// Whether changes wait to be applied, because applying failed.
  public boolean isBehind() {
    return behind;
  }

  /// Runs until interrupted.
  public void run() {
    try {
      while (true) {
        Duration pause = step() ? periods.check() : RETRY;
        if (changed.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          Thread.sleep(periods.minimum());
          changed.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Brings the node up to date once.
  ///
  /// @return false if that failed and has to be tried again
  boolean step() {
    try {
      if (!dataplane.isIntact() || isFullDue()) {
        dataplane.forget();
        lastFull = clock.instant();
      }
      apply(RuleSetPlanner.plan(sources.view()));
      lastSuccess = clock.instant();
      behind = false;
      return true;
    } catch (RuntimeException e) {
      behind = true;
      dataplane.forget();
      log.atError().setCause(e).log("cannot apply the rules");
      return false;
    }
  }

  private boolean isFullDue() {
    return lastFull.equals(Instant.MIN) || !lastFull.plus(periods.full()).isAfter(clock.instant());
  }

  private void apply(RuleSet rules) {
    dataplane.apply(rules);
    if (!rules.equals(applied)) {
      conntrack.forget(StaleFlows.between(applied, rules));
      log.atInfo().addKeyValue("servicePorts", rules.ports().size()).log("rules applied");
      applied = rules;
    }
  }
}
