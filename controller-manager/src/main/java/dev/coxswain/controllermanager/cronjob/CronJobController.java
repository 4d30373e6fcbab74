package dev.coxswain.controllermanager.cronjob;

import dev.coxswain.api.batch.v1.CronJob;
import dev.coxswain.api.batch.v1.CronJobStatus;
import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.ObjectReference;
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
import dev.coxswain.controllermanager.framework.Owners;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    var active = new ArrayList<>(stillActive(cron, mine, plan.replaced()));
    plan.start().flatMap(start -> start(cron, start.job())).ifPresent(active::add);
    writeStatus(cron, mine, active, plan);
    plan.lookAgain().ifPresent(delay -> queue.addAfter(key, delay));
  }

  /// Of the jobs that we started, those that run. A job that somebody else made is none of them.
  private List<ObjectReference> stillActive(CronJob cron, List<Job> mine, List<Job> replaced) {
    return cron.getStatus().getActiveList().stream()
        .filter(reference ->
            find(mine, reference)
                .filter(job -> !replaced.contains(job))
                .filter(job -> !noteIfFinished(cron, job))
                .isPresent())
        .toList();
  }

  private Optional<Job> find(List<Job> mine, ObjectReference reference) {
    var cached =
        mine.stream().filter(j -> j.getMetadata().getUid().equals(reference.getUid())).findFirst();
    if (cached.isPresent()) {
      return cached;
    }
    try {
      // Started a moment ago, perhaps, so that the cache doesn't show it yet.
      var key = new ObjectKey(reference.getNamespace(), reference.getName());
      return Optional.of(client.get(Job.class, key))
          .filter(j -> j.getMetadata().getUid().equals(reference.getUid()));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }

  private boolean noteIfFinished(CronJob cron, Job job) {
    boolean finished = CronJobPlanner.isFinished(job);
    if (finished) {
      events.event(
          cron,
          EventRecorder.NORMAL,
          "SawCompletedJob",
          "Saw completed job: %s, condition: %s"
              .formatted(
                  job.getMetadata().getName(),
                  job.getStatus().getSucceeded() > 0 ? "Complete" : "Failed"));
    }
    return finished;
  }

  private Optional<ObjectReference> start(CronJob cron, Job job) {
    try {
      var created = client.create(job);
      events.event(
          cron,
          EventRecorder.NORMAL,
          "SuccessfulCreate",
          "Created job " + job.getMetadata().getName());
      return Optional.of(EventRecorder.reference(created));
    } catch (ApiException.AlreadyExists e) {
      // This time was served before, and the status was not written then.
      return Optional.of(client.get(Job.class, Metadata.key(job)))
          .filter(there -> Owners.isControlledBy(there, cron))
          .filter(there -> !CronJobPlanner.isFinished(there))
          .map(EventRecorder::reference);
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

  private void writeStatus(
      CronJob cron, List<Job> mine, List<ObjectReference> active, CronJobPlanner.Plan plan) {
    var before = cron.getStatus();
    var status = CronJobStatus.newBuilder().addAllActive(active);
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
