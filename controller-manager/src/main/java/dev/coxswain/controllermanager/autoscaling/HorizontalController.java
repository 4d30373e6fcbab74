package dev.coxswain.controllermanager.autoscaling;

import static dev.coxswain.client.EventRecorder.NORMAL;
import static dev.coxswain.client.EventRecorder.WARNING;

import dev.coxswain.api.autoscaling.v1.Scale;
import dev.coxswain.api.autoscaling.v2.HorizontalPodAutoscaler;
import dev.coxswain.api.autoscaling.v2.MetricStatus;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Sets the scale of what autoscalers are about, every 15 seconds.
public final class HorizontalController {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  private final ApiClient client;
  private final MetricsApi metrics;
  private final Lister<HorizontalPodAutoscaler> autoscalers;
  private final Lister<Pod> pods;
  private final EventRecorder events;
  private final InstantSource clock;
  private final WorkQueue<ObjectKey> queue;
  private final Map<ObjectKey, ScaleHistory> histories = new ConcurrentHashMap<>();
  private final Map<ObjectKey, Selector> selectors = new ConcurrentHashMap<>();

  private HorizontalController(ControllerContext context, MetricsApi metrics) {
    this.client = context.client();
    this.metrics = metrics;
    this.clock = context.clock();
    this.events = context.recorder("horizontal-pod-autoscaler");
    this.autoscalers = context.lister(HorizontalPodAutoscaler.class);
    this.pods = context.lister(Pod.class);
    this.queue = context.queue();
    context
        .informer(HorizontalPodAutoscaler.class)
        .addHandler(
            ResourceHandler.<HorizontalPodAutoscaler>keys(key -> queue.addAfter(key, PERIOD)));
  }

  public static Controller create(ControllerContext context, MetricsApi metrics, int workers) {
    var controller = new HorizontalController(context, metrics);
    return ControllerContext.controller(
        "horizontalpodautoscaling", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var found = autoscalers.get(key);
    if (found.isEmpty()) {
      histories.remove(key);
      selectors.remove(key);
      return;
    }
    if (!found.get().getMetadata().hasDeletionTimestamp()) {
      new Round(found.get()).run();
      queue.addAfter(key, PERIOD);
    }
  }

  /// One look at one autoscaler.
  private final class Round {
    private final HorizontalPodAutoscaler autoscaler;
    private final Conditions conditions;
    private List<MetricStatus> statuses;

    Round(HorizontalPodAutoscaler autoscaler) {
      this.autoscaler = autoscaler;
      this.statuses = autoscaler.getStatus().getCurrentMetricsList();
      this.conditions = new Conditions(autoscaler.getStatus().getConditionsList(), clock.instant());
    }

    void run() {
      var reference = autoscaler.getSpec().getScaleTargetRef();
      var key = new ObjectKey(autoscaler.getMetadata().getNamespace(), reference.getName());
      ResourceType target;
      Scale scale;
      try {
        target = ScaleTargets.of(reference);
        scale = (Scale) client.getSubresource(target, key, "scale");
      } catch (ApiException | IllegalArgumentException e) {
        fail(
            "FailedGetScale",
            "the HPA controller was unable to get the target's current scale: ",
            e.getMessage());
        return;
      }
      statuses = List.of();
      conditions.set(
          Conditions.ABLE_TO_SCALE,
          true,
          "SucceededGetScale",
          "the HPA controller was able to get the target's current scale");
      var history = histories.computeIfAbsent(Metadata.key(autoscaler), _ -> new ScaleHistory());
      if (history.isEmpty()) {
        history.proposed(scale.getSpec().getReplicas(), clock.instant());
      }
      decide(scale, history).ifPresent(decision -> carryOut(target, key, scale, decision, history));
    }

    private void fail(String reason, String prefix, String message) {
      events.event(autoscaler, WARNING, reason, message);
      conditions.set(Conditions.ABLE_TO_SCALE, false, reason, prefix + message);
      var status = autoscaler.getStatus();
      write(status.getCurrentReplicas(), status.getDesiredReplicas(), false);
    }

    /// @param why of a change; empty where there is none
    private record Decision(int replicas, String why) {}

    private Optional<Decision> decide(Scale scale, ScaleHistory history) {
      var spec = autoscaler.getSpec();
      int current = scale.getSpec().getReplicas();
      int least = spec.hasMinReplicas() ? spec.getMinReplicas() : 1;
      if (current == 0 && least != 0) {
        conditions.set(
            Conditions.SCALING_ACTIVE,
            false,
            "ScalingDisabled",
            "scaling is disabled since the replica count of the target is zero");
        return Optional.of(new Decision(0, ""));
      }
      if (current > spec.getMaxReplicas()) {
        return Optional.of(
            new Decision(
                spec.getMaxReplicas(), "Current number of replicas above Spec.MaxReplicas"));
      }
      if (current < least) {
        return Optional.of(
            new Decision(least, "Current number of replicas below Spec.MinReplicas"));
      }
      return measure(scale)
          .map(proposed -> {
            var outcome =
                new ScalingRules(spec, current, history, clock.instant())
                    .apply(proposed.replicas());
            conditions.set(
                Conditions.ABLE_TO_SCALE, true, outcome.able().reason(), outcome.able().message());
            conditions.set(
                Conditions.SCALING_LIMITED,
                outcome.isLimited(),
                outcome.limited().reason(),
                outcome.limited().message());
            var why =
                proposed.replicas() > current
                    ? proposed.why() + " above target"
                    : proposed.replicas() < current ? "All metrics below target" : "";
            return new Decision(outcome.replicas(), why);
          });
    }

    /// What the metrics call for, the highest of them; nothing if they can't be trusted.
    private Optional<Decision> measure(Scale scale) {
      var selector = scale.getStatus().getSelector();
      if (selector.isEmpty()) {
        refuse(
            scale,
            "SelectorRequired",
            "selector is required",
            "InvalidSelector",
            "the HPA target's scale is missing a selector");
        return Optional.empty();
      }
      var parsed = Selector.parse(selector);
      selectors.put(Metadata.key(autoscaler), parsed);
      var namespace = autoscaler.getMetadata().getNamespace();
      var selected = pods.list(namespace, parsed);
      var rivals = Rivals.of(namespace, selectors, selected);
      if (rivals.size() > 1) {
        var message =
            "pods by selector %s are controlled by multiple HPAs: %s".formatted(selector, rivals);
        refuse(scale, "AmbiguousSelector", message, "AmbiguousSelector", message);
        return Optional.empty();
      }
      var proposals =
          new MetricProposals(
              metrics,
              new ReplicaCalculator(
                  Tolerance.of(autoscaler.getSpec().getBehavior()), clock.instant()),
              namespace,
              selector,
              selected,
              scale.getSpec().getReplicas(),
              scale.getStatus().getReplicas());
      return highest(scale, proposals);
    }

    private void refuse(
        Scale scale, String event, String message, String reason, String condition) {
      events.event(autoscaler, WARNING, event, message);
      conditions.set(Conditions.SCALING_ACTIVE, false, reason, condition);
      write(scale.getSpec().getReplicas(), autoscaler.getStatus().getDesiredReplicas(), false);
      events.event(autoscaler, WARNING, "FailedComputeMetricsReplicas", message);
    }

    private Optional<Decision> highest(Scale scale, MetricProposals proposals) {
      var best = Optional.<MetricProposals.Result.Proposed>empty();
      var failures = new ArrayList<MetricProposals.Result.Failed>();
      var measured = new ArrayList<MetricStatus>();
      for (var spec : autoscaler.getSpec().getMetricsList()) {
        switch (proposals.of(spec)) {
          case MetricProposals.Result.Proposed proposed -> {
            measured.add(proposed.status());
            if (best.isEmpty() || proposed.replicas() > best.get().replicas()) {
              best = Optional.of(proposed);
            }
          }
          case MetricProposals.Result.Failed failed -> {
            events.event(autoscaler, WARNING, failed.reason(), failed.cause());
            measured.add(MetricStatus.getDefaultInstance());
            failures.add(failed);
          }
        }
      }
      statuses = List.copyOf(measured);
      int current = scale.getSpec().getReplicas();
      if (best.isEmpty() || (!failures.isEmpty() && best.get().replicas() < current)) {
        giveUp(current, failures);
        return Optional.empty();
      }
      var metric = best.get().metric();
      conditions.set(
          Conditions.SCALING_ACTIVE,
          true,
          "ValidMetricFound",
          "the HPA was able to successfully calculate a replica count from " + metric);
      return Optional.of(new Decision(best.get().replicas(), metric));
    }

    private void giveUp(int current, List<MetricProposals.Result.Failed> failures) {
      if (!failures.isEmpty()) {
        var first = failures.getFirst();
        conditions.set(
            Conditions.SCALING_ACTIVE,
            false,
            first.reason(),
            "the HPA was unable to compute the replica count: " + first.cause());
        events.event(
            autoscaler,
            WARNING,
            "FailedComputeMetricsReplicas",
            "invalid metrics (%d invalid out of %d), first error is: %s"
                .formatted(
                    failures.size(), autoscaler.getSpec().getMetricsCount(), first.summary()));
      }
      write(current, autoscaler.getStatus().getDesiredReplicas(), false);
    }

    private void carryOut(
        ResourceType target, ObjectKey key, Scale scale, Decision decision, ScaleHistory history) {
      int current = scale.getSpec().getReplicas();
      if (decision.replicas() == current) {
        write(current, current, false);
        return;
      }
      try {
        var wanted = scale.toBuilder();
        wanted.getSpecBuilder().setReplicas(decision.replicas());
        client.updateSubresource(target, key, "scale", wanted.build());
      } catch (ApiException e) {
        events.event(
            autoscaler,
            WARNING,
            "FailedRescale",
            "New size: %d; reason: %s; error: %s"
                .formatted(decision.replicas(), decision.why(), e.getMessage()));
        conditions.set(
            Conditions.ABLE_TO_SCALE,
            false,
            "FailedUpdateScale",
            "the HPA controller was unable to update the target scale: " + e.getMessage());
        write(current, autoscaler.getStatus().getDesiredReplicas(), false);
        return;
      }
      conditions.set(
          Conditions.ABLE_TO_SCALE,
          true,
          "SucceededRescale",
          "the HPA controller was able to update the target scale to " + decision.replicas());
      events.event(
          autoscaler,
          NORMAL,
          "SuccessfulRescale",
          "New size: %d; reason: %s".formatted(decision.replicas(), decision.why()));
      history.changed(decision.replicas() - current, clock.instant());
      write(current, decision.replicas(), true);
    }

    private void write(int current, int desired, boolean rescaled) {
      var status = conditions.in(autoscaler.getStatus(), statuses);
      status.setCurrentReplicas(current).setDesiredReplicas(desired);
      if (rescaled) {
        status.setLastScaleTime(Times.of(clock.instant()));
      }
      if (!status.build().equals(autoscaler.getStatus())) {
        client.updateStatus(autoscaler.toBuilder().setStatus(status).build());
      }
    }
  }
}
