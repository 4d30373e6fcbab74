package dev.coxswain.controllermanager.cronjob;

import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Owners;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Decides whether a cron job's time has come, and what becomes of its jobs. Pure.
final class CronJobPlanner {
  private static final String SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";
  private static final int TOO_MANY = 100;

  /// What to do.
  ///
  /// @param start the job to create, with the time it is for
  /// @param replaced active jobs that make way for it
  /// @param outdated finished jobs beyond the history limits
  /// @param notes events, as reason and message; all but `MissSchedule` are normal
  record Plan(
      Optional<Start> start,
      List<Job> replaced,
      List<Job> outdated,
      List<Note> notes,
      Optional<Duration> lookAgain) {}

  record Start(Job job, Instant at) {}

  record Note(String type, String reason, String message) {}

  private CronJobPlanner() {}

  static boolean isFinished(Job job) {
    return has(job, "Complete") || has(job, "Failed");
  }

  private static boolean has(Job job, String condition) {
    return job.getStatus().getConditionsList().stream()
        .anyMatch(c -> c.getType().equals(condition) && c.getStatus().equals("True"));
  }

  /// @param jobs the cron job's own
  /// @throws IllegalArgumentException if its schedule can't be read
  static Plan plan(CronJob cron, List<Job> jobs, Instant now) {
    var outdated = outdated(cron, jobs);
    if (cron.getMetadata().hasDeletionTimestamp() || cron.getSpec().getSuspend()) {
      return new Plan(Optional.empty(), List.of(), outdated, List.of(), Optional.empty());
    }
    var schedule = CronSchedule.parse(cron.getSpec().getSchedule(), cron.getSpec().getTimeZone());
    var notes = new ArrayList<Note>();
    var due = due(cron, schedule, now, notes);
    var lookAgain = schedule.next(now).map(t -> Duration.between(now, t).plusMillis(100));
    var active = jobs.stream().filter(j -> !isFinished(j)).toList();
    if (due.isEmpty() || exists(cron, jobs, due.get())) {
      return new Plan(Optional.empty(), List.of(), outdated, notes, lookAgain);
    }
    var policy = cron.getSpec().getConcurrencyPolicy();
    if (policy.equals("Forbid") && !active.isEmpty()) {
      notes.add(
          new Note(
              "Normal",
              "JobAlreadyActive",
              "Not starting job because prior execution is running and concurrency policy is Forbid"));
      return new Plan(Optional.empty(), List.of(), outdated, notes, lookAgain);
    }
    var replaced = policy.equals("Replace") ? active : List.<Job>of();
    var start = Optional.of(new Start(job(cron, due.get()), due.get()));
    return new Plan(start, replaced, outdated, notes, lookAgain);
  }

  /// The latest time that has come and was not served yet.
  private static Optional<Instant> due(
      CronJob cron, CronSchedule schedule, Instant now, List<Note> notes) {
    var from = Times.toInstant(cron.getMetadata().getCreationTimestamp());
    if (cron.getStatus().hasLastScheduleTime()) {
      from = Times.toInstant(cron.getStatus().getLastScheduleTime());
    }
    if (cron.getSpec().hasStartingDeadlineSeconds()) {
      var earliest = now.minusSeconds(cron.getSpec().getStartingDeadlineSeconds());
      from = earliest.isAfter(from) ? earliest : from;
    }
    Optional<Instant> latest = Optional.empty();
    int missed = 0;
    for (var next = schedule.next(from);
        next.isPresent() && !next.get().isAfter(now);
        next = schedule.next(next.get())) {
      latest = next;
      missed++;
    }
    if (missed > TOO_MANY) {
      notes.add(
          new Note(
              "Warning",
              "TooManyMissedTimes",
              "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check"
                  + " clock skew"));
    }
    return latest;
  }

  private static boolean exists(CronJob cron, List<Job> jobs, Instant at) {
    var name = name(cron, at);
    return jobs.stream().anyMatch(j -> j.getMetadata().getName().equals(name));
  }

  // The same time always makes the same name, so that no time is served twice.
  private static String name(CronJob cron, Instant at) {
    return cron.getMetadata().getName() + "-" + at.getEpochSecond() / 60;
  }

  private static Job job(CronJob cron, Instant at) {
    var template = cron.getSpec().getJobTemplate();
    return Job.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace(cron.getMetadata().getNamespace())
                .setName(name(cron, at))
                .putAllLabels(template.getMetadata().getLabelsMap())
                .putAllAnnotations(template.getMetadata().getAnnotationsMap())
                .putAnnotations(SCHEDULED_AT, Times.rfc3339(at))
                .addOwnerReferences(Owners.controllerRef(cron)))
        .setSpec(template.getSpec())
        .build();
  }

  private static List<Job> outdated(CronJob cron, List<Job> jobs) {
    var outdated = new ArrayList<Job>();
    outdated.addAll(beyond(jobs, "Complete", cron.getSpec().getSuccessfulJobsHistoryLimit()));
    outdated.addAll(beyond(jobs, "Failed", cron.getSpec().getFailedJobsHistoryLimit()));
    return List.copyOf(outdated);
  }

  private static List<Job> beyond(List<Job> jobs, String condition, int limit) {
    var finished =
        jobs.stream()
            .filter(j -> has(j, condition) && !j.getMetadata().hasDeletionTimestamp())
            .sorted(
                Comparator.comparingLong((Job j) -> j.getStatus().getStartTime().getSeconds())
                    .thenComparing(j -> j.getMetadata().getName()))
            .toList();
    return finished.subList(0, Math.max(0, finished.size() - limit));
  }
}
