package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Expectations;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.MergePatch;
import dev.coxswain.controllermanager.framework.PodControl;
import java.time.InstantSource;
import java.util.List;

/// Carries out the plans for jobs.
public final class JobController {
  /// Who a job is managed by when it is ours.
  private static final String NAME = "kubernetes.io/job-controller";

  private final ApiClient client;
  private final Lister<Job> jobs;
  private final Lister<Pod> pods;
  private final Claimer claimer;
  private final PodControl control;
  private final EventRecorder events;
  private final Expectations expectations;
  private final WorkQueue<ObjectKey> queue;
  private final InstantSource clock;

  private JobController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.jobs = context.lister(Job.class);
    this.pods = context.byController(Pod.class);
    this.claimer = new Claimer(client);
    this.events = context.recorder("job-controller");
    this.control = new PodControl(client, events);
    this.expectations = new Expectations(clock);
    this.queue = context.queue();
    context.watch(Job.class, queue);
    context.watchOwned(Pod.class, "Job", queue);
    context.informer(Pod.class).addHandler(new PodHandler());
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new JobController(context);
    return ControllerContext.controller("job", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = jobs.get(key);
    if (found.isEmpty()) {
      expectations.forget(key);
      releaseOrphans(key);
      return;
    }
    var job = found.get();
    if (isAnothers(job) || !expectations.satisfied(key)) {
      return;
    }
    var selector = Selector.of(job.getSpec().getSelector());
    var mine = claimer.claim(job, selector, ControllerContext.candidates(pods, job), Pod.class);
    carryOut(key, job, JobPlanner.plan(job, mine, clock.instant()));
  }

  private static boolean isAnothers(Job job) {
    return job.getSpec().hasManagedBy() && !job.getSpec().getManagedBy().equals(NAME);
  }

  /// Nobody counts the pods of a job that is gone.
  private void releaseOrphans(ObjectKey key) {
    for (var pod : pods.list(key.namespace(), Selector.everything())) {
      boolean mine = ControllerContext.owner(pod, "Job").filter(key::equals).isPresent();
      if (mine && JobPods.isTracked(pod)) {
        release(pod);
      }
    }
  }

  private void carryOut(ObjectKey key, Job job, JobPlanner.Plan plan) {
    plan.deletions().forEach(pod -> control.delete(pod, job));
    create(key, job, plan.creations());
    if (!plan.status().equals(job.getStatus())) {
      client.updateStatus(job.toBuilder().setStatus(plan.status()).build());
    }
    plan.releases().forEach(this::release);
    plan.events().forEach(e -> events.event(job, e.type(), e.reason(), e.message()));
    plan.lookAgain().ifPresent(delay -> queue.addAfter(key, delay));
  }

  private void create(ObjectKey key, Job job, List<Pod> creations) {
    expectations.expectCreations(key, creations.size());
    for (int i = 0; i < creations.size(); i++) {
      try {
        control.create(creations.get(i), job);
      } catch (ApiException e) {
        for (int missing = i; missing < creations.size(); missing++) {
          expectations.creationObserved(key);
        }
        if (!PodControl.isNamespaceTerminating(e)) {
          throw e;
        }
        return;
      }
    }
  }

  private void release(Pod pod) {
    var metadata = pod.getMetadata();
    var rest =
        metadata.getFinalizersList().stream().filter(f -> !f.equals(JobPods.TRACKING)).toList();
    var patch =
        MergePatch.metadata()
            .put("uid", metadata.getUid())
            .put("resourceVersion", metadata.getResourceVersion())
            .putTexts("finalizers", rest)
            .bytes();
    try {
      client.patch(Pod.class, Metadata.key(pod), PatchType.MERGE, patch, "");
    } catch (ApiException.NotFound e) {
      // Gone, so that nothing holds it.
    }
  }

  private final class PodHandler implements ResourceHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      ControllerContext.owner(pod, "Job").ifPresent(expectations::creationObserved);
    }
  }
}
