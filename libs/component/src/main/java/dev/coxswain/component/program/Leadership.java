package dev.coxswain.component.program;

import dev.coxswain.client.ApiClient;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.component.HealthChecks.Result;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One instance's part in the choice of the one that works: it campaigns, works once it leads, and
/// never again after that.
public final class Leadership implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  /// So much longer than its lease a leader may go without having renewed it until it is no longer
  /// healthy, as upstream's.
  private static final Duration TOLERANCE = Duration.ofSeconds(20);

  private final LeaderElector elector;
  private final String lease;

  /// @param identity in the lease
  /// @param over what happens when the lead is lost, or work can't begin: somebody else has to work
  public Leadership(
      ApiClient client,
      Election election,
      String identity,
      InstantSource clock,
      RandomGenerator random,
      Work work,
      Runnable over) {
    this.lease = election.lease().name();
    this.elector =
        new LeaderElector(
            client,
            election.lease(),
            identity,
            election.timings(),
            clock,
            random,
            new LeaderElector.Callbacks() {
              @Override
              public void onStartedLeading() {
                begin(work, over);
              }

              @Override
              public void onStoppedLeading() {
                over.run();
              }
            });
  }

  /// Campaigns from now on.
  public void start() {
    elector.start();
  }

  /// Tries once to get or keep the lead, for whoever has a clock of his own.
  void step() {
    elector.step();
  }

  /// Whether the election goes its way: a leader keeps its lease.
  public Result health() {
    return elector.isOverdue(TOLERANCE)
        ? Result.failed("failed election to renew leadership on lease " + lease)
        : Result.ok();
  }

  /// Whether somebody else is seen to lead.
  public boolean isFollowing() {
    return elector.isFollowing();
  }

  /// Stops campaigning; a leader gives its lease back, so that the next one need not wait.
  @Override
  public void close() {
    elector.close();
  }

  /// Begins to work on a thread of its own.
  static void begin(Work work, Runnable over) {
    Thread.ofVirtual()
        .name("work")
        .start(() -> {
          try {
            work.begin();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            log.atError().setCause(e).log("cannot work");
            over.run();
          }
        });
  }
}
