package dev.coxswain.controllermanager.node;

import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.controllermanager.framework.Taints;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How long a pod may stay where taints drive it away. Pure.
final class EvictionTime {
  private EvictionTime() {}

  sealed interface Stay {
    /// Nothing drives the pod away.
    record Forever() implements Stay {}

    /// It has so long from when this was first true; nothing if it tolerates nothing.
    record For(Duration time) implements Stay {}
  }

  static Stay of(List<Taint> taints, List<Toleration> tolerations) {
    var driving = taints.stream().filter(t -> t.getEffect().equals(Taints.NO_EXECUTE)).toList();
    Optional<Long> shortest = Optional.empty();
    for (var taint : driving) {
      var tolerated = tolerations.stream().filter(t -> Taints.tolerates(t, taint)).findFirst();
      if (tolerated.isEmpty()) {
        return new Stay.For(Duration.ZERO);
      }
      if (tolerated.get().hasTolerationSeconds()) {
        long seconds = Math.max(0, tolerated.get().getTolerationSeconds());
        shortest = Optional.of(Math.min(seconds, shortest.orElse(seconds)));
      }
    }
    return shortest
        .<Stay>map(s -> new Stay.For(Duration.ofSeconds(s)))
        .orElseGet(Stay.Forever::new);
  }
}
