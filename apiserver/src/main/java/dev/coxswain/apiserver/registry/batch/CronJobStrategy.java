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
import java.util.List;
import java.util.Optional;

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
    checkSpec(job.getSpec(), Optional.empty(), problems);
    var name = job.getMetadata().getName();
    if (name.length() > MAX_NAME) {
      problems.invalid(
          Problems.METADATA.child("name"),
          name,
          "must be no more than " + MAX_NAME + " characters");
    }
  }

  @Override
  protected void checkUpdate(
      CronJob updated, CronJob existing, StrategyContext context, Problems problems) {
    checkSpec(updated.getSpec(), Optional.of(existing.getSpec()), problems);
  }

  private static void checkSpec(CronJobSpec spec, Optional<CronJobSpec> before, Problems problems) {
    if (spec.getSchedule().isEmpty()) {
      problems.required(Problems.SPEC.child("schedule"));
    } else {
      checkSchedule(spec, before, problems);
    }
    problems.nonNegative(
        Problems.SPEC.child("startingDeadlineSeconds"), spec.getStartingDeadlineSeconds());
    boolean sameZone =
        before
            .filter(b -> b.hasTimeZone() && b.getTimeZone().equals(spec.getTimeZone()))
            .isPresent();
    if (spec.hasTimeZone() && !sameZone) {
      TimeZones.check(spec.getTimeZone(), Problems.SPEC.child("timeZone"), problems);
    }
    if (spec.getConcurrencyPolicy().isEmpty()) {
      problems.required(Problems.SPEC.child("concurrencyPolicy"));
    } else {
      problems.oneOf(
          Problems.SPEC.child("concurrencyPolicy"), spec.getConcurrencyPolicy(), CONCURRENCY);
    }
    JobValidation.checkTemplate(
        spec.getJobTemplate().getSpec(), Problems.SPEC.child("jobTemplate", "spec"), problems);
    problems.nonNegative(
        Problems.SPEC.child("successfulJobsHistoryLimit"), spec.getSuccessfulJobsHistoryLimit());
    problems.nonNegative(
        Problems.SPEC.child("failedJobsHistoryLimit"), spec.getFailedJobsHistoryLimit());
  }

  /// Schedules with a zone in them are refused, unless they are as old as the rule.
  private static void checkSchedule(
      CronJobSpec spec, Optional<CronJobSpec> before, Problems problems) {
    var path = Problems.SPEC.child("schedule");
    var schedule = spec.getSchedule();
    CronSyntax.complaint(schedule).ifPresent(c -> problems.invalid(path, schedule, c));
    if (!schedule.contains("TZ")) {
      return;
    }
    if (before.filter(b -> b.getSchedule().contains("TZ")).isEmpty()) {
      problems.invalid(
          path, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
    } else if (spec.hasTimeZone()) {
      problems.invalid(
          path, schedule, "cannot use both timeZone field and TZ or CRON_TZ in schedule");
    }
  }
}
