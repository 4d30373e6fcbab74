package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Probe;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.probes.ContainerHealth.Verdict;
import dev.coxswain.kubelet.runtime.ContainerRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/// The probes of one running container, each on a virtual thread of its own.
final class ContainerProbes {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Checks checks;
  private final Events events;
  private final InstantSource clock;
  private final Pod pod;
  private final Container spec;
  private final String fieldPath;
  private final ContainerRecord container;
  private final Instant startedAt;
  private final String podIp;
  private final Runnable changed;
  private final Map<Kind, Thread> threads = new EnumMap<>(Kind.class);
  private final Object lock = new Object();
  private ContainerHealth health;

  ContainerProbes(
      Checks checks, Events events, InstantSource clock, Target target, Runnable changed) {
    this.checks = checks;
    this.events = events;
    this.clock = clock;
    this.pod = target.pod();
    this.spec = target.spec();
    this.fieldPath = target.fieldPath();
    this.container = target.container();
    this.startedAt = target.startedAt();
    this.podIp = target.podIp();
    this.changed = changed;
    this.health = ContainerHealth.initial(spec);
  }

  /// Whom to probe.
  record Target(
      Pod pod,
      Container spec,
      String fieldPath,
      ContainerRecord container,
      Instant startedAt,
      String podIp) {}

  private enum Kind {
    STARTUP("Startup"),
    LIVENESS("Liveness"),
    READINESS("Readiness");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  void start() {
    if (spec.hasStartupProbe()) {
      start(Kind.STARTUP, spec.getStartupProbe());
    }
    if (spec.hasLivenessProbe()) {
      start(Kind.LIVENESS, spec.getLivenessProbe());
    }
    if (spec.hasReadinessProbe()) {
      start(Kind.READINESS, spec.getReadinessProbe());
    }
  }

  void stop() {
    threads.values().forEach(Thread::interrupt);
  }

  /// Only readiness is still of interest: the container is about to end.
  void stopAllButReadiness() {
    threads.forEach((kind, thread) -> {
      if (kind != Kind.READINESS) {
        thread.interrupt();
      }
    });
  }

  ContainerHealth health() {
    synchronized (lock) {
      return health;
    }
  }

  private void start(Kind kind, Probe probe) {
    var name = "probe-" + kind.word + "-" + container.name();
    threads.put(kind, Thread.ofVirtual().name(name).start(() -> run(kind, probe)));
  }

  private void run(Kind kind, Probe probe) {
    try {
      sleepUntil(startedAt.plusSeconds(probe.getInitialDelaySeconds()));
      var tally = Tally.startingWith(kind == Kind.LIVENESS);
      while (!isOver(kind)) {
        if (kind != Kind.STARTUP && !health().started()) {
          Thread.sleep(LOOK_AGAIN);
          continue;
        }
        var answer = checks.check(probe, spec, container.id(), podIp);
        tally = tally.count(answer.success(), probe);
        if (!answer.success()) {
          events.warning(
              pod, fieldPath, "Unhealthy", kind.word + " probe failed: " + answer.detail());
        }
        if (tally.isSettled(probe)) {
          settle(kind, tally.result());
        }
        Thread.sleep(Duration.ofSeconds(Math.max(1, probe.getPeriodSeconds())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sleepUntil(Instant when) throws InterruptedException {
    var left = Duration.between(clock.instant(), when);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  private boolean isOver(Kind kind) {
    var now = health();
    return switch (kind) {
      case STARTUP -> now.started() || now.verdict() != Verdict.ALIVE;
      case LIVENESS -> now.verdict() != Verdict.ALIVE;
      case READINESS -> false;
    };
  }

  private void settle(Kind kind, boolean success) {
    boolean news;
    synchronized (lock) {
      var before = health;
      health = after(before, kind, success);
      news = !health.equals(before);
    }
    if (news) {
      changed.run();
    }
  }

  private ContainerHealth after(ContainerHealth before, Kind kind, boolean success) {
    return switch (kind) {
      case STARTUP ->
          success
              ? new ContainerHealth(true, !spec.hasReadinessProbe(), before.verdict())
              : new ContainerHealth(false, false, Verdict.STARTUP_FAILED);
      case LIVENESS ->
          success
              ? before
              : new ContainerHealth(before.started(), before.ready(), Verdict.LIVENESS_FAILED);
      case READINESS -> new ContainerHealth(before.started(), success, before.verdict());
    };
  }
}
