package dev.coxswain.kubelet.pod;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.container.ContainerSpecs.Place;
import dev.coxswain.kubelet.env.ConfigError;
import dev.coxswain.kubelet.hooks.Hooks;
import dev.coxswain.kubelet.images.PullFailure;
import dev.coxswain.kubelet.runtime.ContainerRecord.State;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.spec.PodContainer;
import dev.coxswain.kubelet.status.StatusView.Waiting;
import java.time.Duration;
import java.util.Optional;

/// Makes and starts one container, and says what stands in the way.
final class ContainerStarter {
  private static final Duration HOOK_LIMIT = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(10);

  private final NodeContext node;
  private final Events events;
  private final Interruption interruption;

  ContainerStarter(NodeContext node, Interruption interruption) {
    this.node = node;
    this.events = node.events();
    this.interruption = interruption;
  }

  /// How an attempt to start a container went.
  sealed interface Outcome {
    record Started() implements Outcome {}

    /// @param retryAfter when it is worth another try
    record Refused(Waiting why, Duration retryAfter) implements Outcome {}
  }

  Outcome start(Pod pod, PodContainer container, int attempt, Place place)
      throws InterruptedException {
    ImageRecord image;
    try {
      image = interruption.allow(() -> node.images().ensure(pod, container));
    } catch (PullFailure e) {
      return refused(e.reason(), e.getMessage(), pullAgainAfter(container, e));
    } catch (ApiException e) {
      return refused("ErrImagePull", e.getMessage(), LATER);
    }
    String id;
    try {
      id = create(pod, container, attempt, image, place);
    } catch (ConfigError | ApiException e) {
      failed(pod, container, e.getMessage());
      return refused("CreateContainerConfigError", e.getMessage(), LATER);
    } catch (RuntimeFailure e) {
      failed(pod, container, e.getMessage());
      return refused("CreateContainerError", e.getMessage(), LATER);
    }
    try {
      node.runtime().startContainer(id);
    } catch (RuntimeFailure e) {
      var message = "failed to start container \"" + container.name() + "\": " + e.getMessage();
      failed(pod, container, message);
      return refused("RunContainerError", message, Duration.ZERO);
    }
    events.normal(pod, container.fieldPath(), "Started", "Container started");
    return postStart(pod, container, id, place);
  }

  private String create(
      Pod pod, PodContainer container, int attempt, ImageRecord image, Place place)
      throws ConfigError {
    var spec = node.specs().of(pod, container, attempt, image, place);
    place.runtime().all(container.name()).stream()
        .filter(old -> old.state() instanceof State.Created)
        .forEach(old -> node.runtime().remove(old.id()));
    var id = node.runtime().createContainer(spec);
    events.normal(pod, container.fieldPath(), "Created", "Container created");
    return id;
  }

  private Outcome postStart(Pod pod, PodContainer container, String id, Place place)
      throws InterruptedException {
    if (!container.spec().getLifecycle().hasPostStart()) {
      return new Outcome.Started();
    }
    var hook = container.spec().getLifecycle().getPostStart();
    var target = new Hooks.Target(pod, container.spec(), id, place.sandbox().ip());
    var failure = interruption.allow(() -> node.hooks().run(hook, target, HOOK_LIMIT));
    if (failure.isEmpty()) {
      return new Outcome.Started();
    }
    var field = container.fieldPath();
    // What the hook said may be secret; the status is for fewer eyes than events are.
    events.warning(pod, field, "FailedPostStartHook", "PostStartHook failed");
    events.normal(pod, field, "Killing", "FailedPostStartHook");
    end(pod, container, id, place);
    return refused("PostStartHookError", failure.get(), Duration.ZERO);
  }

  private void end(Pod pod, PodContainer container, String id, Place place) {
    var until = node.clock().instant().plus(PodEnd.grace(pod));
    node.runtime().pod(pod.getMetadata().getUid()).all(container.name()).stream()
        .filter(record -> record.id().equals(id) && record.isRunning())
        .forEach(record ->
            new ContainerStop(node, pod, record, until, () -> {})
                .run(Optional.of(container), place.sandbox().ip()));
  }

  /// Right after a failure the container shows the failure; soon after that, that it waits.
  private Duration pullAgainAfter(PodContainer container, PullFailure failure) {
    return switch (failure.reason()) {
      case "ErrImagePull" -> SOON;
      case "ImagePullBackOff" -> node.images().rest(container.spec().getImage());
      default -> LATER;
    };
  }

  private void failed(Pod pod, PodContainer container, String message) {
    events.warning(pod, container.fieldPath(), "Failed", "Error: " + message);
  }

  private static Outcome refused(String reason, String message, Duration retryAfter) {
    return new Outcome.Refused(new Waiting(reason, message), retryAfter);
  }
}
