package dev.coxswain.kubelet.pod;

import dev.coxswain.kubelet.pod.PodActions.Pause;
import dev.coxswain.kubelet.status.ResizeState;
import dev.coxswain.kubelet.status.StatusView.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What keeps the parts of one pod from running, and until when nobody tries again. A part is a
/// container, by its name, the resizing of one, or the [#SANDBOX].
final class Holds {
  /// No container has this name.
  static final String SANDBOX = "";

  private final Map<String, Waiting> reasons = new TreeMap<>();
  private final Map<String, Instant> until = new TreeMap<>();
  private final Map<String, Pause> announced = new TreeMap<>();

  /// The part could not be started; it is tried again then.
  void hold(String part, Instant retryAt) {
    until.put(part, retryAt);
  }

  /// Like [#hold(String, Instant)], and the status says why.
  void hold(String part, Waiting why, Instant retryAt) {
    reasons.put(part, why);
    hold(part, retryAt);
  }

  /// The container waits for its next start.
  ///
  /// @return whether that is news
  boolean pause(Pause pause, Waiting why) {
    var name = pause.container().name();
    reasons.put(name, why);
    return !pause.equals(announced.put(name, pause));
  }

  /// Only these containers still wait for their next start.
  void keepPauses(Set<String> containers) {
    announced.keySet().retainAll(containers);
  }

  /// Only these containers still wait for other resources.
  void keepResizes(Set<String> containers) {
    var parts = containers.stream().map(ResizeState::part).collect(Collectors.toSet());
    reasons.keySet().removeIf(part -> ResizeState.isPart(part) && !parts.contains(part));
    until.keySet().removeIf(part -> ResizeState.isPart(part) && !parts.contains(part));
  }

  /// The part runs.
  void release(String part) {
    reasons.remove(part);
    until.remove(part);
  }

  /// Whether it is too early for another try.
  boolean holds(String part, Instant now) {
    var retryAt = until.get(part);
    if (retryAt != null && !now.isBefore(retryAt)) {
      until.remove(part);
      return false;
    }
    return retryAt != null;
  }

  /// When the next part may be tried again.
  Optional<Instant> next() {
    return until.values().stream().min(Comparator.naturalOrder());
  }

  /// Why containers don't run, by their names.
  Map<String, Waiting> reasons() {
    return Map.copyOf(reasons);
  }
}
