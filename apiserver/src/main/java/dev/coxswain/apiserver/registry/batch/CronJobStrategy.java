package dev.coxswain.apiserver.registry.batch;

import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.CronJobSpec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.time.ZoneId;
import java.util.List;

/// Cron jobs.
public final class CronJobStrategy extends GenericStrategy<CronJob> {
  /// The rest of a job's 63 characters is for the minute.
  private static final int MAX_NAME = 52;

  private static final List<String> CONCURRENCY = List.of("Allow", "Forbid", "Replace");
  private static final Table<CronJob> TABLE =
      Table.of(CronJob.class)
          .text("Schedule", "When jobs are made.", c -> c.getSpec().getSchedule())
          .text(
              "Timezone",
              "Whose clock the schedule means.",
              c -> Cells.orNone(c.getSpec().getTimeZone()))
          .flag(
              "Suspend",
              "Whether no jobs are made for now.",
              c -> c.getSpec().getSuspend() ? "True" : "False")
          .number(
              "Active", "How many jobs are running.", c -> (long) c.getStatus().getActiveCount())
          .column(
              Columns.text("Last Schedule", "When a job was made last."),
              (c, now) ->
                  c.getStatus().hasLastScheduleTime()
                      ? Ages.since(c.getStatus().getLastScheduleTime(), now)
                      : Cells.NONE)
          .age()
          .wide(
              "Containers",
              "Names of the containers in the pod template.",
              c -> Cells.containers(c.getSpec().getJobTemplate().getSpec().getTemplate().getSpec()))
          .wide(
              "Images",
              "Images of the containers in the pod template.",
              c -> Cells.images(c.getSpec().getJobTemplate().getSpec().getTemplate().getSpec()))
          .wide(
              "Selector",
              "Labels by which the pods are found.",
              c -> Cells.selector(c.getSpec().getJobTemplate().getSpec().getSelector()))
          .build();

  public CronJobStrategy(ResourceType resource) {
    super(resource, TABLE);
  }

  @Override
  protected void check(CronJob job, StrategyContext context, Problems problems) {
    var name = job.getMetadata().getName();
    if (name.length() > MAX_NAME) {
      problems.invalid(
          Problems.METADATA.child("name"),
          name,
          "must be no more than " + MAX_NAME + " characters");
    }
    var spec = job.getSpec();
    checkSchedule(spec, problems);
    problems.nonNegative(
        Problems.SPEC.child("startingDeadlineSeconds"), spec.getStartingDeadlineSeconds());
    problems.oneOf(
        Problems.SPEC.child("concurrencyPolicy"), spec.getConcurrencyPolicy(), CONCURRENCY);
    problems.nonNegative(
        Problems.SPEC.child("successfulJobsHistoryLimit"), spec.getSuccessfulJobsHistoryLimit());
    problems.nonNegative(
        Problems.SPEC.child("failedJobsHistoryLimit"), spec.getFailedJobsHistoryLimit());
    JobValidation.check(
        spec.getJobTemplate().getSpec(), Problems.SPEC.child("jobTemplate", "spec"), problems);
  }

  private static void checkSchedule(CronJobSpec spec, Problems problems) {
    var path = Problems.SPEC.child("schedule");
    var schedule = spec.getSchedule();
    if (schedule.isEmpty()) {
      problems.required(path);
    } else {
      CronSyntax.complaint(schedule).ifPresent(c -> problems.invalid(path, schedule, c));
    }
    if (schedule.contains("TZ")) {
      problems.invalid(
          path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    }
    if (spec.hasTimeZone() && !isZone(spec.getTimeZone())) {
      problems.invalid(
          Problems.SPEC.child("timeZone"),
          spec.getTimeZone(),
          "unknown time zone " + spec.getTimeZone());
    }
  }

  private static boolean isZone(String name) {
    return ZoneId.getAvailableZoneIds().contains(name);
  }
}
