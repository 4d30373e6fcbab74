package dev.coxswain.controllermanager.cronjob;

import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a cron job's time was last, and when it is next. Pure.
///
/// However long ago the last start was, few steps lead to the latest time: the number of times
/// missed is reckoned from the interval between the first two, as upstream does.
final class CronTimes {
  private static final int TOO_MANY = 100;
  // Clocks differ a little; who looks too early finds nothing.
  private static final Duration PADDING = Duration.ofMillis(100);

  private final CronSchedule schedule;
  private final Instant created;
  private final Instant now;
  private final Optional<Instant> earliest;

  /// The latest time that has come since the last start.
  ///
  /// @param isManyMissed whether it is one of more than a hundred
  record Latest(Optional<Instant> at, boolean isManyMissed) {}

  /// The line is well formed, but such a time never comes, or not again.
  static final class NeverDue extends RuntimeException {
    private static final long serialVersionUID = 1;

    NeverDue() {
      super("time difference between two schedules is less than 1 second");
    }
  }

  CronTimes(CronJob cron, CronSchedule schedule, Instant now) {
    this.schedule = schedule;
    this.now = now;
    this.created =
        Times.toInstant(
            cron.getStatus().hasLastScheduleTime()
                ? cron.getStatus().getLastScheduleTime()
                : cron.getMetadata().getCreationTimestamp());
    this.earliest =
        cron.getSpec().hasStartingDeadlineSeconds()
            ? Optional.of(now.minusSeconds(cron.getSpec().getStartingDeadlineSeconds()))
                .filter(t -> t.isAfter(created))
            : Optional.empty();
  }

  /// @throws NeverDue if no time comes at all
  Latest latest() {
    return latest(earliest.orElse(created));
  }

  private Latest latest(Instant from) {
    var first = schedule.next(from).orElseThrow(NeverDue::new);
    if (now.isBefore(first)) {
      return new Latest(Optional.empty(), false);
    }
    var second = schedule.next(first).orElseThrow(NeverDue::new);
    if (now.isBefore(second)) {
      return new Latest(Optional.of(first), false);
    }
    long interval = Math.max(1, Duration.between(first, second).toSeconds());
    long missed = Duration.between(first, now).toSeconds() / interval + 1;
    Optional<Instant> latest = Optional.empty();
    for (var next = schedule.next(first.plusSeconds((missed - 2) * interval));
        next.isPresent() && !next.get().isAfter(now);
        next = schedule.next(next.get())) {
      latest = next;
    }
    return new Latest(latest, missed > TOO_MANY);
  }

  /// How long until the time after that.
  Optional<Duration> untilNext() {
    var last = latest(created);
    var after = last.at().orElse(last.isManyMissed() ? now : created);
    return schedule.next(after).map(t -> Duration.between(now, t.plus(PADDING)));
  }
}
