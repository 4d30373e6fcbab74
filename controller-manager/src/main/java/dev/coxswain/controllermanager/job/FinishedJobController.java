package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Deletes finished jobs when their time is up.
public final class FinishedJobController {
  private final ApiClient client;
  private final Lister<Job> jobs;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private FinishedJobController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.jobs = context.lister(Job.class);
    this.queue = context.queue();
    context.watch(Job.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new FinishedJobController(context);
    return ControllerContext.controller(
        "ttl-after-finished", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var job = jobs.get(key).filter(j -> !j.getMetadata().hasDeletionTimestamp());
    var end = job.flatMap(FinishedJobController::end);
    if (end.isEmpty()) {
      return;
    }
    var left = Duration.between(clock.instant(), end.get());
    if (left.isPositive()) {
      queue.addAfter(key, left);
    } else {
      deleteIfStillDue(key);
    }
  }

  // The cache may be late, and a job that was given more time just now must not go.
  private void deleteIfStillDue(ObjectKey key) {
    try {
      var fresh = client.get(Job.class, key);
      var end = end(fresh).filter(_ -> !fresh.getMetadata().hasDeletionTimestamp());
      if (end.isPresent() && !end.get().isAfter(clock.instant())) {
        delete(key, fresh);
      }
    } catch (ApiException.NotFound e) {
      // Gone, as it should be.
    }
  }

  static Optional<Instant> end(Job job) {
    if (!job.getSpec().hasTtlSecondsAfterFinished()) {
      return Optional.empty();
    }
    return JobConditions.find(job.getStatus(), JobConditions.COMPLETE)
        .or(() -> JobConditions.find(job.getStatus(), JobConditions.FAILED))
        .filter(c -> c.getStatus().equals("True"))
        .map(c ->
            Times.toInstant(c.getLastTransitionTime())
                .plusSeconds(job.getSpec().getTtlSecondsAfterFinished()));
  }

  private void delete(ObjectKey key, Job job) {
    client.delete(
        Job.class,
        key,
        DeleteOptions.newBuilder()
            .setPropagationPolicy("Foreground")
            .setPreconditions(Preconditions.newBuilder().setUid(job.getMetadata().getUid()))
            .build());
  }
}
