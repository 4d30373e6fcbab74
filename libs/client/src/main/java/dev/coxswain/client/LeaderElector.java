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
import java.util.Optional;
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
  private Optional<LeaseSpec> observed = Optional.empty();
  private Instant observedAt = Instant.MIN;
  private Instant renewedAt = Instant.MIN;
  private volatile boolean leading;
  private volatile boolean closed;
  private Optional<Thread> thread = Optional.empty();

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

  /// Campaigns on a virtual thread.
  public synchronized void start() {
    thread = Optional.of(Thread.ofVirtual().name("leader-election").start(this::run));
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
  public synchronized void step() {
    if (closed) {
      return;
    }
    var now = clock.instant();
    if (acquireOrRenew(now)) {
      renewedAt = now;
      if (!leading) {
        leading = true;
        log.atInfo()
            .addKeyValue("lease", lease)
            .addKeyValue("identity", identity)
            .log("became leader");
        callbacks.onStartedLeading();
      }
    } else if (leading && isLost(now)) {
      stopLeading("lost the lead: the lease could not be renewed in time");
    }
  }

  /// Stops; a leader gives the lease back first, so that the next one need not wait.
  @Override
  public void close() {
    closed = true;
    thread.ifPresent(Thread::interrupt);
    synchronized (this) {
      if (leading) {
        stopLeading("stopped leading");
        release();
      }
    }
  }

  private boolean isLost(Instant now) {
    boolean taken = observed.filter(spec -> !holds(spec)).isPresent();
    return taken || now.isAfter(renewedAt.plus(timings.renewDeadline()));
  }

  private void stopLeading(String why) {
    leading = false;
    log.atInfo().addKeyValue("lease", lease).addKeyValue("identity", identity).log(why);
    callbacks.onStoppedLeading();
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
