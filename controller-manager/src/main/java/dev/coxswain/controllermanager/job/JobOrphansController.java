package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;

/// Lets go of pods whose job is gone or was taken from them: nobody will count them any more.
public final class JobOrphansController {
  private static final String KIND = "Job";

  private final TrackedPods tracked;
  private final Lister<Pod> pods;
  private final Lister<Job> jobs;
  private final WorkQueue<ObjectKey> queue;

  private JobOrphansController(ControllerContext context) {
    this.tracked = new TrackedPods(context.client());
    this.pods = context.byController(Pod.class);
    this.jobs = context.lister(Job.class);
    this.queue = context.queue();
    context.informer(Pod.class).addHandler(ResourceHandler.objects(this::wake));
    context.informer(Job.class).addHandler(new JobHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new JobOrphansController(context);
    return ControllerContext.controller(
        "job-orphans", controller.queue, workers, controller::reconcile);
  }

  private void wake(Pod pod) {
    if (JobPods.isTracked(pod) && !isAwaited(pod)) {
      queue.add(Metadata.key(pod));
    }
  }

  private boolean isAwaited(Pod pod) {
    return Metadata.controllerOf(pod)
        .filter(ref -> ref.getKind().equals(KIND))
        .filter(ref -> isThere(pod, ref))
        .isPresent();
  }

  private boolean isThere(Pod pod, OwnerReference ref) {
    return jobs.get(new ObjectKey(pod.getMetadata().getNamespace(), ref.getName()))
        .filter(job -> job.getMetadata().getUid().equals(ref.getUid()))
        .isPresent();
  }

  private void reconcile(ObjectKey key) {
    pods.get(key)
        .filter(pod -> JobPods.isTracked(pod) && !isAwaited(pod))
        .ifPresent(pod -> tracked.release(pod));
  }

  private final class JobHandler implements ResourceHandler<Job> {
    @Override
    public void onDelete(Job job) {
      ControllerContext.controlledBy(pods, job.getMetadata().getUid())
          .forEach(JobOrphansController.this::wake);
    }
  }
}
