package dev.coxswain.controllermanager.job;

import dev.coxswain.api.batch.v1.Job;
import dev.coxswain.api.batch.v1.JobStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Expectations;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Claimer;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Pods;
import dev.coxswain.controllermanager.framework.SlowStart;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// Carries out the plans for jobs.
public final class JobController {
  /// Who a job is managed by when it is ours.
  static final String NAME = "kubernetes.io/job-controller";

  private final ApiClient client;
  private final TrackedPods tracked;
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
    this.tracked = new TrackedPods(client);
    this.clock = context.clock();
    this.jobs = context.lister(Job.class);
    this.pods = context.byController(Pod.class);
    this.claimer = new Claimer(client);
    this.events = context.recorder("job-controller");
    this.control = new PodControl(client, events);
    this.queue = context.queue();
    this.expectations = new Expectations(clock, queue);
    context.watch(Job.class, queue);
    context.watchMembers(
        Pod.class, jobs, j -> Selector.of(j.getSpec().getSelector()), "Job", queue);
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
      return;
    }
    var job = found.get();
    if (isAnothers(job)) {
      return;
    }
    if (!expectations.satisfied(key)) {
      return;
    }
    var selector = Selector.of(job.getSpec().getSelector());
    var mine = claimer.claim(job, selector, ControllerContext.candidates(pods, job), Pod.class);
    carryOut(key, job, JobPlanner.plan(job, mine, clock.instant()));
  }

  private static boolean isAnothers(Job job) {
    return job.getSpec().hasManagedBy() && !job.getSpec().getManagedBy().equals(NAME);
  }

  // The status tells what is, also when not all of the plan could be carried out.
  private void carryOut(ObjectKey key, Job job, JobPlanner.Plan plan) {
    delete(key, job, plan);
    var outcome = create(key, job, plan.creations());
    int missing = plan.creations().size() - outcome.succeeded();
    var status = plan.status().toBuilder();
    writeStatus(job, status.setActive(status.getActive() - missing).build());
    plan.releases().forEach(tracked::release);
    plan.events().forEach(e -> events.event(job, e.type(), e.reason(), e.message()));
    plan.lookAgain().ifPresent(delay -> queue.addAfter(key, delay));
    outcome
        .failure()
        .ifPresent(failure -> {
          throw failure;
        });
  }

  private void writeStatus(Job job, JobStatus status) {
    if (!status.equals(job.getStatus())) {
      client.updateStatus(job.toBuilder().setStatus(status).build());
    }
  }

  private void delete(ObjectKey key, Job job, JobPlanner.Plan plan) {
    var all = Stream.concat(plan.deletions().stream(), plan.drops().stream()).toList();
    expectations.expectDeletions(key, all.stream().map(p -> p.getMetadata().getUid()).toList());
    try {
      plan.drops().forEach(tracked::release);
      all.forEach(pod -> control.delete(pod, job));
    } catch (ApiException e) {
      expectations.forget(key);
      throw e;
    }
  }

  private SlowStart.Outcome create(ObjectKey key, Job job, List<Pod> creations) {
    expectations.expectCreations(key, creations.size());
    var outcome = SlowStart.run(client, creations, pod -> control.create(pod, job));
    for (int i = outcome.succeeded(); i < creations.size(); i++) {
      expectations.creationObserved(key);
    }
    return outcome;
  }

  private final class PodHandler implements ResourceHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      ControllerContext.owner(pod, "Job").ifPresent(expectations::creationObserved);
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      if (Pods.isDeleting(after)) {
        onDelete(after);
      }
    }

    @Override
    public void onDelete(Pod pod) {
      ControllerContext.owner(pod, "Job")
          .ifPresent(key -> expectations.deletionObserved(key, pod.getMetadata().getUid()));
    }
  }
}
