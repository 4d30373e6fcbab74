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
import dev.coxswain.controllermanager.framework.PodControl;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    var mine = ControllerContext.controlledBy(jobs, found.get().getMetadata().getUid());
    var cron = upToDate(found.get(), mine);
    var view = new CronJobPlanner.View(cron, mine, gone(cron, mine));
    carryOut(key, cron, CronJobPlanner.plan(view, clock.instant()));
  }

  // A job of ours that the status doesn't name was started a moment ago perhaps.
  private CronJob upToDate(CronJob cron, List<Job> mine) {
    var named = cron.getStatus().getActiveList().stream().map(ObjectReference::getUid).toList();
    boolean isBehind =
        mine.stream()
            .filter(job -> CronJobPlanner.finish(job).isEmpty())
            .anyMatch(job -> !named.contains(job.getMetadata().getUid()));
    return isBehind ? client.get(CronJob.class, Metadata.key(cron)) : cron;
  }

  // The cache may not show yet what was started a moment ago.
  private Set<String> gone(CronJob cron, List<Job> mine) {
    var known = mine.stream().map(job -> job.getMetadata().getUid()).toList();
    return cron.getStatus().getActiveList().stream()
        .filter(reference -> !known.contains(reference.getUid()))
        .filter(reference -> fetch(reference).isEmpty())
        .map(ObjectReference::getUid)
        .collect(Collectors.toSet());
  }

  private Optional<Job> fetch(ObjectReference reference) {
    try {
      return Optional.of(
          client.get(Job.class, new ObjectKey(reference.getNamespace(), reference.getName())));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }

  private void carryOut(ObjectKey key, CronJob cron, CronJobPlanner.Plan plan) {
    plan.notes().forEach(note -> events.event(cron, note.type(), note.reason(), note.message()));
    plan.outdated().forEach(job -> delete(cron, Metadata.key(job)));
    plan.replaced().forEach(job -> delete(cron, new ObjectKey(job.getNamespace(), job.getName())));
    var status = plan.status().toBuilder();
    try {
      plan.start().ifPresent(start -> start(cron, start, status));
    } finally {
      if (!status.build().equals(cron.getStatus())) {
        client.updateStatus(cron.toBuilder().setStatus(status).build());
      }
    }
    plan.lookAgain().ifPresent(delay -> queue.addAfter(key, delay));
  }

  private void start(CronJob cron, CronJobPlanner.Start start, CronJobStatus.Builder status) {
    var job = start.job();
    try {
      var created = client.create(job);
      events.event(
          cron,
          EventRecorder.NORMAL,
          "SuccessfulCreate",
          "Created job " + job.getMetadata().getName());
      started(created, start, status);
    } catch (ApiException.AlreadyExists e) {
      // This time was served before, and the status was not written then; or it is another's.
      var there = client.get(Job.class, Metadata.key(job));
      if (Owners.isControlledBy(there, cron)) {
        started(there, start, status);
      }
    } catch (ApiException e) {
      if (!PodControl.isNamespaceTerminating(e)) {
        events.event(
            cron, EventRecorder.WARNING, "FailedCreate", "Error creating job: " + e.getMessage());
      }
      throw e;
    }
  }

  private static void started(Job job, CronJobPlanner.Start start, CronJobStatus.Builder status) {
    status.setLastScheduleTime(Times.of(start.at()));
    if (CronJobPlanner.finish(job).isEmpty()) {
      status.addActive(EventRecorder.reference(job));
    }
  }

  private void delete(CronJob cron, ObjectKey job) {
    try {
      client.delete(Job.class, job, BACKGROUND);
      events.event(cron, EventRecorder.NORMAL, "SuccessfulDelete", "Deleted job " + job.name());
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    } catch (ApiException e) {
      events.event(cron, EventRecorder.WARNING, "FailedDelete", "Deleted job: " + e.getMessage());
      throw e;
    }
  }
}
