package dev.coxswain.client;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.api.coordination.v1.LeaseSpec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of several candidates leads at any time: whoever holds the Lease and renews it.
///
/// Clocks of different machines are never compared: a lease has expired when it was not *seen* to
/// change for its duration. [#run] is the loop for a thread of its own; [#step] one attempt, for
/// simulations.
public final class LeaderElector implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaderElector.class);
  private static final double JITTER = 1.2;
  private static final Duration WATCH_EVERY = Duration.ofMillis(250);

  /// The timings; upstream's are [#standard].
  ///
  /// @param leaseDuration how long followers wait before they take over
  /// @param renewDeadline how long a leader tries to renew before it gives up, which must be
  ///   shorter
  /// @param retryPeriod the pause between attempts
  public record Timings(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {
    public Timings {
      if (leaseDuration.compareTo(renewDeadline) <= 0
          || renewDeadline.compareTo(retryPeriod) <= 0) {
        throw new IllegalArgumentException(
            "wants lease duration > renew deadline > retry period, got %s, %s and %s"
                .formatted(leaseDuration, renewDeadline, retryPeriod));
      }
    }

    public static Timings standard() {
      return new Timings(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
    }
  }

  /// What happens to the candidate.
  public interface Callbacks {
    /// Begin to work; must return soon.
    void onStartedLeading();

    /// Somebody else may work from now on: stop at once. Most programs exit.
    void onStoppedLeading();
  }

  private final ApiClient client;
  private final ObjectKey lease;
  private final String identity;
  private final Timings timings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Callbacks callbacks;
  // Written by the campaigning thread only.
  private volatile Optional<LeaseSpec> observed = Optional.empty();
  private Instant observedAt = Instant.MIN;
  private Instant renewedAt = Instant.MIN;
  private volatile boolean leading;
  private final AtomicInteger terms = new AtomicInteger();
  private volatile boolean closed;
  private List<Thread> threads = List.of();

  public LeaderElector(
      ApiClient client,
      ObjectKey lease,
      String identity,
      Timings timings,
      InstantSource clock,
      RandomGenerator random,
      Callbacks callbacks) {
    this.client = client;
    this.lease = lease;
    this.identity = identity;
    this.timings = timings;
    this.clock = clock;
    this.random = random;
    this.callbacks = callbacks;
  }

  public boolean isLeading() {
    return leading;
  }

  /// Whether somebody else was seen to hold the lease.
  public boolean isFollowing() {
    return !leading
        && observed.filter(s -> !holds(s) && !s.getHolderIdentity().isEmpty()).isPresent();
  }

  /// Whether this leads on a lease that ran out so long ago; it should have stopped before.
  public synchronized boolean isOverdue(Duration tolerance) {
    return leading
        && clock.instant().isAfter(renewedAt.plus(timings.leaseDuration()).plus(tolerance));
  }

  /// Campaigns on a virtual thread, watched by another one that stops a leader whose renewal hangs.
  public synchronized void start() {
    threads =
        List.of(
            Thread.ofVirtual().name("leader-election").start(this::run),
            Thread.ofVirtual().name("leader-election-watchdog").start(this::watch));
  }

  /// Campaigns, leads, and returns when the lead was lost or [#close] was called.
  public void run() {
    try {
      while (!closed) {
        boolean led = leading;
        step();
        if (led && !leading) {
          return;
        }
        Thread.sleep(leading ? timings.retryPeriod() : jittered(timings.retryPeriod()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tries once to acquire or renew the lease, and calls back if that changes who leads.
  public void step() {
    int before = terms.get();
    var now = clock.instant();
    boolean held = !closed && acquireOrRenew(now);
    synchronized (this) {
      // What was renewed too late, after others were told that nobody leads here, is left to
      // expire.
      if (!closed && held && terms.get() == before) {
        renewedAt = now;
        startLeading();
      }
      boolean taken = !held && observed.filter(spec -> !holds(spec)).isPresent();
      stopLeadingIf(taken, "lost the lead: somebody else has the lease");
    }
    expire();
  }

  /// Stops leading if the lease was not renewed in time, whatever the call that should renew it is
  /// waiting for.
  public synchronized void expire() {
    boolean late = leading && clock.instant().isAfter(renewedAt.plus(timings.renewDeadline()));
    stopLeadingIf(late, "lost the lead: the lease could not be renewed in time");
  }

  /// Stops; a leader gives the lease back, so that the next one need not wait.
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    boolean led;
    synchronized (this) {
      led = leading;
      stopLeadingIf(true, "stopped leading");
    }
    if (led) {
      release();
    }
  }

  private void watch() {
    try {
      while (!closed) {
        Thread.sleep(WATCH_EVERY);
        expire();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startLeading() {
    if (!leading) {
      leading = true;
      log.atInfo()
          .addKeyValue("lease", lease)
          .addKeyValue("identity", identity)
          .log("became leader");
      callbacks.onStartedLeading();
    }
  }

  private void stopLeadingIf(boolean over, String why) {
    if (leading && over) {
      leading = false;
      terms.incrementAndGet();
      log.atInfo().addKeyValue("lease", lease).addKeyValue("identity", identity).log(why);
      callbacks.onStoppedLeading();
    }
  }

  private boolean acquireOrRenew(Instant now) {
    try {
      var current = fetch();
      if (current.isEmpty()) {
        observe(client.create(first(now)).getSpec(), now);
        return true;
      }
      var spec = current.get().getSpec();
      if (observed.filter(spec::equals).isEmpty()) {
        observe(spec, now);
      }
      if (!holds(spec) && !isFree(spec, now)) {
        return false;
      }
      var claimed = current.get().toBuilder().setSpec(claim(spec, now)).build();
      observe(client.update(claimed).getSpec(), now);
      return true;
    } catch (ApiException.Conflict | ApiException.AlreadyExists e) {
      return false;
    } catch (ApiException e) {
      log.atWarn()
          .addKeyValue("lease", lease)
          .addKeyValue("err", e.getMessage())
          .log("cannot acquire or renew the lease");
      return false;
    }
  }

  private Optional<Lease> fetch() {
    try {
      return Optional.of(client.get(Lease.class, lease));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }

  private void observe(LeaseSpec spec, Instant now) {
    if (observed.map(o -> !o.getHolderIdentity().equals(spec.getHolderIdentity())).orElse(true)) {
      log.atInfo()
          .addKeyValue("lease", lease)
          .addKeyValue("leader", spec.getHolderIdentity())
          .log("leader");
    }
    observed = Optional.of(spec);
    observedAt = now;
  }

  private boolean holds(LeaseSpec spec) {
    return spec.getHolderIdentity().equals(identity);
  }

  private boolean isFree(LeaseSpec spec, Instant now) {
    var duration = Duration.ofSeconds(spec.getLeaseDurationSeconds());
    return spec.getHolderIdentity().isEmpty() || !now.isBefore(observedAt.plus(duration));
  }

  private Lease first(Instant now) {
    var empty = Lease.getDefaultInstance();
    var named = Metadata.edit(empty, m -> m.setNamespace(lease.namespace()).setName(lease.name()));
    return named.toBuilder()
        .setSpec(claim(LeaseSpec.getDefaultInstance(), now).toBuilder().setLeaseTransitions(0))
        .build();
  }

  private LeaseSpec claim(LeaseSpec before, Instant now) {
    var claim =
        before.toBuilder()
            .setHolderIdentity(identity)
            .setLeaseDurationSeconds((int) timings.leaseDuration().toSeconds())
            .setRenewTime(Times.micro(now));
    if (!holds(before)) {
      claim.setAcquireTime(Times.micro(now)).setLeaseTransitions(before.getLeaseTransitions() + 1);
    }
    return claim.build();
  }

  private void release() {
    try {
      var current = client.get(Lease.class, lease);
      if (holds(current.getSpec())) {
        var free =
            current.getSpec().toBuilder()
                .setHolderIdentity("")
                .setLeaseDurationSeconds(1)
                .setRenewTime(Times.micro(clock.instant()));
        client.update(current.toBuilder().setSpec(free).build());
      }
    } catch (ApiException e) {
      log.atWarn()
          .addKeyValue("lease", lease)
          .addKeyValue("err", e.getMessage())
          .log("cannot release the lease");
    }
  }

  private Duration jittered(Duration period) {
    return Duration.ofNanos((long) (period.toNanos() * (1 + JITTER * random.nextDouble())));
  }
}
