package dev.coxswain.kubelet.eviction;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.cluster.Events;
import dev.coxswain.kubelet.status.PodStatuses;
import dev.coxswain.kubelet.status.StatusView.Failure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Looks at the node again and again, and gives up one pod at a time while something is short; and
/// each pod whose volumes hold more than they may.
public final class Evictions {
  private static final String EVICTED = "Evicted";

  private final List<Threshold> thresholds;
  private final Supplier<Map<Signal, Level>> levels;
  private final Usage usage;
  private final Pods pods;
  private final Events events;
  private final InstantSource clock;
  private volatile Pressure pressure;

  /// How much of something is left, and how much there is in all.
  public record Level(long available, long capacity) {}

  /// The pods of this node.
  public interface Pods {
    List<Pod> all();

    /// Ends the pod at once, for good.
    void evict(Pod pod, Failure why);
  }

  /// @param transition how long a pressure lasts after it was last felt
  public Evictions(
      List<Threshold> thresholds,
      Duration transition,
      Supplier<Map<Signal, Level>> levels,
      Usage usage,
      Pods pods,
      Events events,
      InstantSource clock) {
    this.thresholds = List.copyOf(thresholds);
    this.levels = levels;
    this.usage = usage;
    this.pods = pods;
    this.events = events;
    this.clock = clock;
    this.pressure = new Pressure(Map.of(), transition);
  }

  /// What the node is short of, or was a moment ago.
  public Set<Signal> pressure() {
    return pressure.at(clock.instant());
  }

  /// One look.
  public void sync() {
    var alive =
        pods.all().stream().filter(pod -> !PodStatuses.isTerminal(pod.getStatus())).toList();
    var now = levels.get();
    var crossed = EnumSet.noneOf(Signal.class);
    for (var threshold : thresholds) {
      var level = now.get(threshold.signal());
      if (level != null && threshold.isCrossed(level.available(), level.capacity())) {
        crossed.add(threshold.signal());
      }
    }
    pressure = pressure.after(crossed, clock.instant());
    boolean anyOverfull = alive.stream().filter(this::evictIfOverfull).count() > 0;
    if (!anyOverfull) {
      thresholds.stream()
          .filter(threshold -> crossed.contains(threshold.signal()))
          .findFirst()
          .ifPresent(threshold -> relieve(threshold, now.get(threshold.signal()), alive));
    }
  }

  private void relieve(Threshold threshold, Level level, List<Pod> alive) {
    var uses = alive.stream().map(pod -> use(threshold.signal(), pod)).toList();
    Victims.choose(threshold.signal(), uses)
        .ifPresent(use -> {
          var message = Victims.message(threshold, level.available(), level.capacity(), use);
          evict(use.pod(), new Failure(EVICTED, message, true));
        });
  }

  private Victims.Use use(Signal signal, Pod pod) {
    return new Victims.Use(
        pod,
        switch (signal) {
          case MEMORY -> usage.memory(pod);
          case DISK -> Map.of("", usage.emptyDirs(pod).values().stream().mapToLong(l -> l).sum());
          case PROCESSES -> Map.of();
        });
  }

  private boolean evictIfOverfull(Pod pod) {
    var overfull = overfull(pod, usage.emptyDirs(pod));
    overfull.ifPresent(message -> evict(pod, new Failure(EVICTED, message, false)));
    return overfull.isPresent();
  }

  /// Says which of the pod's volumes holds more than it may.
  static Optional<String> overfull(Pod pod, Map<String, Long> emptyDirs) {
    return pod.getSpec().getVolumesList().stream()
        .filter(volume -> volume.getVolumeSource().getEmptyDir().hasSizeLimit())
        .filter(volume -> {
          var limit = Amount.of(volume.getVolumeSource().getEmptyDir().getSizeLimit());
          return !limit.isZero() && emptyDirs.getOrDefault(volume.getName(), 0L) > limit.value();
        })
        .map(volume ->
            "Usage of EmptyDir volume \"%s\" exceeds the limit \"%s\". "
                .formatted(
                    volume.getName(),
                    Amount.of(volume.getVolumeSource().getEmptyDir().getSizeLimit())))
        .findFirst();
  }

  private void evict(Pod pod, Failure why) {
    events.warning(pod, "", EVICTED, why.message());
    pods.evict(pod, why);
  }
}
