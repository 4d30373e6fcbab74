package dev.coxswain.controllermanager.cronjob;

import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.CronJobStatus;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.controllermanager.framework.Owners;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Decides whether a cron job's time has come, and what becomes of its jobs. Pure.
final class CronJobPlanner {
  private static final String SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";
  private static final DateTimeFormatter RFC1123 =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Everything one decision may look at.
  ///
  /// @param jobs the cron job's own
  /// @param gone uids of jobs that its status names and that are no more
  record View(CronJob cron, List<Job> jobs, Set<String> gone) {}

  /// What to do.
  ///
  /// @param start the job to create, with the time it is for
  /// @param replaced active jobs that make way for it
  /// @param outdated finished jobs beyond the history limits
  /// @param status without what comes of the start
  record Plan(
      Optional<Start> start,
      List<ObjectReference> replaced,
      List<Job> outdated,
      List<Note> notes,
      CronJobStatus status,
      Optional<Duration> lookAgain) {}

  record Start(Job job, Instant at) {}

  record Note(String type, String reason, String message) {}

  private final CronJob cron;
  private final List<Job> jobs;
  private final Set<String> gone;
  private final Instant now;
  private final List<Note> notes = new ArrayList<>();
  private final List<ObjectReference> active = new ArrayList<>();
  private Optional<Duration> lookAgain = Optional.empty();

  private CronJobPlanner(View view, Instant now) {
    this.cron = view.cron();
    this.jobs = view.jobs();
    this.gone = view.gone();
    this.now = now;
  }

  static Plan plan(View view, Instant now) {
    return new CronJobPlanner(view, now).plan();
  }

  private Plan plan() {
    cron.getStatus().getActiveList().forEach(this::look);
    jobs.stream()
        .filter(job -> finish(job).isEmpty() && !isNamed(job.getMetadata().getUid()))
        .forEach(job ->
            warn(
                "UnexpectedJob",
                "Saw a job that the controller did not create or forgot: "
                    + job.getMetadata().getName()));
    var start = start();
    boolean replaces = cron.getSpec().getConcurrencyPolicy().equals("Replace");
    var replaced = replaces && start.isPresent() ? List.copyOf(active) : List.<ObjectReference>of();
    active.removeAll(replaced);
    return new Plan(start, replaced, outdated(), List.copyOf(notes), status(), lookAgain);
  }

  // Of the jobs that the status names, those that still run stay there.
  private void look(ObjectReference reference) {
    var job =
        jobs.stream().filter(j -> j.getMetadata().getUid().equals(reference.getUid())).findFirst();
    var finish = job.flatMap(CronJobPlanner::finish);
    if (finish.isPresent()) {
      note(
          "SawCompletedJob",
          "Saw completed job: %s, condition: %s".formatted(reference.getName(), finish.get()));
    } else if (gone.contains(reference.getUid())) {
      note("MissingJob", "Active job went missing: " + reference.getName());
    } else {
      active.add(reference);
    }
  }

  private boolean isNamed(String uid) {
    return cron.getStatus().getActiveList().stream().anyMatch(r -> r.getUid().equals(uid));
  }

  /// The condition by which the job is over.
  static Optional<String> finish(Job job) {
    return job.getStatus().getConditionsList().stream()
        .filter(c -> c.getStatus().equals("True"))
        .map(c -> c.getType())
        .filter(type -> type.equals("Complete") || type.equals("Failed"))
        .findFirst();
  }

  private Optional<Start> start() {
    if (cron.getMetadata().hasDeletionTimestamp() || cron.getSpec().getSuspend()) {
      return Optional.empty();
    }
    try {
      var line = cron.getSpec().getSchedule();
      var times = new CronTimes(cron, CronSchedule.parse(line, cron.getSpec().getTimeZone()), now);
      var latest = times.latest();
      lookAgain = times.untilNext();
      if (latest.isManyMissed()) {
        warn(
            "TooManyMissedTimes",
            "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check"
                + " clock skew");
      }
      return latest.at().filter(this::mayStart).map(at -> new Start(job(at), at));
    } catch (CronTimes.NeverDue e) {
      warn(
          "InvalidSchedule",
          "invalid schedule: %s : %s".formatted(cron.getSpec().getSchedule(), e.getMessage()));
    } catch (IllegalArgumentException e) {
      warn(
          "UnparseableSchedule",
          "unparseable schedule: \"%s\" : %s"
              .formatted(cron.getSpec().getSchedule(), e.getMessage()));
    }
    return Optional.empty();
  }

  private boolean mayStart(Instant at) {
    if (cron.getSpec().hasStartingDeadlineSeconds()
        && at.plusSeconds(cron.getSpec().getStartingDeadlineSeconds()).isBefore(now)) {
      warn("MissSchedule", "Missed scheduled time to start a job: " + RFC1123.format(at));
      return false;
    }
    var name = name(at);
    boolean served =
        active.stream().anyMatch(r -> r.getName().equals(name))
            || (cron.getStatus().hasLastScheduleTime()
                && Times.toInstant(cron.getStatus().getLastScheduleTime()).equals(at));
    if (!served && cron.getSpec().getConcurrencyPolicy().equals("Forbid") && !active.isEmpty()) {
      note(
          "JobAlreadyActive",
          "Not starting job because prior execution is running and concurrency policy is Forbid");
      return false;
    }
    return !served;
  }

  private void note(String reason, String message) {
    notes.add(new Note("Normal", reason, message));
  }

  private void warn(String reason, String message) {
    notes.add(new Note("Warning", reason, message));
  }

  // The same time always makes the same name, so that no time is served twice.
  private String name(Instant at) {
    return cron.getMetadata().getName() + "-" + at.getEpochSecond() / 60;
  }

  private Job job(Instant at) {
    var template = cron.getSpec().getJobTemplate();
    var zone = CronSchedule.zone(cron.getSpec().getTimeZone());
    return Job.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace(cron.getMetadata().getNamespace())
                .setName(name(at))
                .putAllLabels(template.getMetadata().getLabelsMap())
                .putAllAnnotations(template.getMetadata().getAnnotationsMap())
                .putAnnotations(
                    SCHEDULED_AT,
                    DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX").format(at.atZone(zone)))
                .addOwnerReferences(Owners.controllerRef(cron)))
        .setSpec(template.getSpec())
        .build();
  }

  private CronJobStatus status() {
    var before = cron.getStatus();
    var status = before.toBuilder().clearActive().addAllActive(active);
    jobs.stream()
        .filter(j -> finish(j).filter("Complete"::equals).isPresent())
        .filter(j -> j.getStatus().hasCompletionTime())
        .map(j -> j.getStatus().getCompletionTime())
        .max(Comparator.comparingLong(Time::getSeconds))
        .filter(t ->
            !before.hasLastSuccessfulTime()
                || t.getSeconds() > before.getLastSuccessfulTime().getSeconds())
        .ifPresent(status::setLastSuccessfulTime);
    return status.build();
  }

  private List<Job> outdated() {
    var outdated = new ArrayList<Job>();
    if (cron.getSpec().hasSuccessfulJobsHistoryLimit()) {
      outdated.addAll(beyond("Complete", cron.getSpec().getSuccessfulJobsHistoryLimit()));
    }
    if (cron.getSpec().hasFailedJobsHistoryLimit()) {
      outdated.addAll(beyond("Failed", cron.getSpec().getFailedJobsHistoryLimit()));
    }
    return List.copyOf(outdated);
  }

  private List<Job> beyond(String condition, int limit) {
    var finished =
        jobs.stream()
            .filter(j -> finish(j).filter(condition::equals).isPresent())
            .filter(j -> !j.getMetadata().hasDeletionTimestamp())
            .sorted(
                Comparator.comparingLong((Job j) -> j.getStatus().getStartTime().getSeconds())
                    .thenComparing(j -> j.getMetadata().getName()))
            .toList();
    return finished.subList(0, Math.max(0, finished.size() - limit));
  }
}
