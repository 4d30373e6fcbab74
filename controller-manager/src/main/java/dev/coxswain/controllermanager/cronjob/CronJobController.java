package dev.coxswain.controllermanager.cronjob;

import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.CronJobStatus;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.InstantSource;
import java.util.List;

/// Carries out the plans for cron jobs.
public final class CronJobController {
  private static final DeleteOptions BACKGROUND =
      DeleteOptions.newBuilder().setPropagationPolicy("Background").build();

  private final ApiClient client;
  private final Lister<CronJob> crons;
  private final Lister<Job> jobs;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private CronJobController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.crons = context.lister(CronJob.class);
    this.jobs = context.byController(Job.class);
    this.events = context.recorder("cronjob-controller");
    this.queue = context.queue();
    context.watch(CronJob.class, queue);
    context.watchOwned(Job.class, "CronJob", queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new CronJobController(context);
    return ControllerContext.controller(
        "cronjob", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = crons.get(key);
    if (found.isEmpty()) {
      return;
    }
    var cron = found.get();
    var mine = ControllerContext.controlledBy(jobs, cron.getMetadata().getUid());
    try {
      carryOut(key, cron, mine, CronJobPlanner.plan(cron, mine, clock.instant()));
    } catch (IllegalArgumentException e) {
      // Validation keeps such schedules out; it will not get better by trying again.
      events.event(
          cron,
          EventRecorder.WARNING,
          "UnparseableSchedule",
          "unparseable schedule: \"%s\" : %s"
              .formatted(cron.getSpec().getSchedule(), e.getMessage()));
    }
  }

  private void carryOut(ObjectKey key, CronJob cron, List<Job> mine, CronJobPlanner.Plan plan) {
    plan.notes().forEach(note -> events.event(cron, note.type(), note.reason(), note.message()));
    plan.outdated().forEach(job -> delete(cron, job));
    plan.replaced().forEach(job -> delete(cron, job));
    plan.start().ifPresent(start -> start(cron, start.job()));
    writeStatus(cron, mine, plan);
    plan.lookAgain().ifPresent(delay -> queue.addAfter(key, delay));
  }

  private void start(CronJob cron, Job job) {
    try {
      client.create(job);
      events.event(
          cron,
          EventRecorder.NORMAL,
          "SuccessfulCreate",
          "Created job " + job.getMetadata().getName());
    } catch (ApiException.AlreadyExists e) {
      // This time was served before; the cache is behind.
    } catch (ApiException e) {
      events.event(
          cron, EventRecorder.WARNING, "FailedCreate", "Error creating job: " + e.getMessage());
      throw e;
    }
  }

  private void delete(CronJob cron, Job job) {
    try {
      client.delete(Job.class, Metadata.key(job), BACKGROUND);
      events.event(
          cron,
          EventRecorder.NORMAL,
          "SuccessfulDelete",
          "Deleted job " + job.getMetadata().getName());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }

  private void writeStatus(CronJob cron, List<Job> mine, CronJobPlanner.Plan plan) {
    var before = cron.getStatus();
    var status = CronJobStatus.newBuilder();
    mine.stream()
        .filter(j -> !CronJobPlanner.isFinished(j) && !plan.replaced().contains(j))
        .forEach(j -> status.addActive(EventRecorder.reference(j)));
    if (plan.start().isPresent()) {
      status.setLastScheduleTime(Times.of(plan.start().get().at()));
    } else if (before.hasLastScheduleTime()) {
      status.setLastScheduleTime(before.getLastScheduleTime());
    }
    mine.stream()
        .filter(j -> j.getStatus().hasCompletionTime())
        .map(j -> j.getStatus().getCompletionTime())
        .max((a, b) -> Long.compare(a.getSeconds(), b.getSeconds()))
        .ifPresentOrElse(
            status::setLastSuccessfulTime,
            () -> {
              if (before.hasLastSuccessfulTime()) {
                status.setLastSuccessfulTime(before.getLastSuccessfulTime());
              }
            });
    if (!status.build().equals(before)) {
      client.updateStatus(cron.toBuilder().setStatus(status).build());
    }
  }
}
