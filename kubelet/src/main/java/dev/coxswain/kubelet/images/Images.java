package dev.coxswain.kubelet.images;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.cluster.ClusterObjects;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.ImageRecord;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import dev.coxswain.kubelet.spec.PodContainer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The images of this node. After a failed pull the same image rests: 10 s, doubled each time, at
/// most 5 min.
public final class Images {
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final ContainerRuntime runtime;
  private final Events events;
  private final PullSecrets secrets;
  private final InstantSource clock;
  private final Optional<ReentrantLock> oneAtATime;
  private final Map<String, Rest> rests = new ConcurrentHashMap<>();

  /// @param serialize whether one pull waits for the other
  public Images(
      ContainerRuntime runtime,
      ClusterObjects objects,
      Events events,
      InstantSource clock,
      boolean serialize) {
    this.runtime = runtime;
    this.events = events;
    this.secrets = new PullSecrets(objects);
    this.clock = clock;
    this.oneAtATime = serialize ? Optional.of(new ReentrantLock()) : Optional.empty();
  }

  private record Rest(Duration length, Instant until, String cause) {}

  /// The container's image, pulled if need be.
  ///
  /// @throws PullFailure if it is not to be had, for now or for good
  public ImageRecord ensure(Pod pod, PodContainer container)
      throws PullFailure, InterruptedException {
    var name = container.spec().getImage();
    var complaint = ImageReference.complaint(name);
    if (complaint.isPresent()) {
      throw invalidName(pod, container, complaint.get());
    }
    var present = runtime.image(name);
    switch (container.spec().getImagePullPolicy()) {
      case "Never" -> {
        if (present.isEmpty()) {
          throw neverPull(pod, container);
        }
      }
      case "Always" -> {
        return pull(pod, container);
      }
      default -> {
        if (present.isEmpty()) {
          return pull(pod, container);
        }
      }
    }
    events.normal(
        pod,
        container.fieldPath(),
        "Pulled",
        "Container image \""
            + name
            + "\" already present on machine and can be accessed by the pod");
    return present.get();
  }

  /// How long until a pull of that image is tried again; zero if it does not rest.
  public Duration rest(String image) {
    var rest = rests.get(image);
    var left = rest == null ? Duration.ZERO : Duration.between(clock.instant(), rest.until());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private PullFailure neverPull(Pod pod, PodContainer container) {
    var message =
        "Container image \""
            + container.spec().getImage()
            + "\" is not present with pull policy of Never";
    events.warning(pod, container.fieldPath(), "ErrImageNeverPull", message);
    events.warning(pod, container.fieldPath(), "Failed", "Error: ErrImageNeverPull");
    return new PullFailure("ErrImageNeverPull", message);
  }

  private PullFailure invalidName(Pod pod, PodContainer container, String complaint) {
    var name = container.spec().getImage();
    var message =
        "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": %s"
            .formatted(name, name, complaint);
    events.warning(pod, container.fieldPath(), "InspectFailed", message);
    events.warning(pod, container.fieldPath(), "Failed", "Error: InvalidImageName");
    return new PullFailure("InvalidImageName", message);
  }

  private ImageRecord pull(Pod pod, PodContainer container)
      throws PullFailure, InterruptedException {
    var name = container.spec().getImage();
    var field = container.fieldPath();
    if (!rest(name).isZero()) {
      var message = "Back-off pulling image \"" + name + "\"";
      events.normal(pod, field, "BackOff", message);
      events.warning(pod, field, "Failed", "Error: ImagePullBackOff");
      throw new PullFailure(
          "ImagePullBackOff", message + ": ErrImagePull: " + rests.get(name).cause());
    }
    var asked = clock.instant();
    events.normal(pod, field, "Pulling", "Pulling image \"" + name + "\"");
    try {
      var begun = pullInTurn(pod, name);
      rests.remove(name);
      var image =
          runtime
              .image(name)
              .orElseThrow(() -> new RuntimeFailure("image " + name + " is gone after its pull"));
      events.normal(pod, field, "Pulled", pulled(name, image, begun, asked));
      return image;
    } catch (RuntimeFailure e) {
      rest(name, e.getMessage());
      events.warning(
          pod, field, "Failed", "Failed to pull image \"" + name + "\": " + e.getMessage());
      events.warning(pod, field, "Failed", "Error: ErrImagePull");
      throw new PullFailure("ErrImagePull", e.getMessage());
    }
  }

  /// @return when it was our turn
  private Instant pullInTurn(Pod pod, String name) throws InterruptedException {
    if (oneAtATime.isPresent()) {
      oneAtATime.get().lockInterruptibly();
    }
    try {
      var begun = clock.instant();
      runtime.pull(name, secrets.login(pod, name));
      return begun;
    } finally {
      oneAtATime.ifPresent(ReentrantLock::unlock);
    }
  }

  private String pulled(String name, ImageRecord image, Instant begun, Instant asked) {
    var now = clock.instant();
    return "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
        .formatted(name, since(begun, now), since(asked, now), image.sizeBytes());
  }

  private static String since(Instant then, Instant now) {
    return Times.formatGoDuration(Duration.ofMillis(Duration.between(then, now).toMillis()));
  }

  private void rest(String name, String cause) {
    var before = rests.get(name);
    var twice = before == null ? FIRST : before.length().multipliedBy(2);
    var length = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    rests.put(name, new Rest(length, clock.instant().plus(length), cause));
  }
}
