package dev.coxswain.kubelet.eviction;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// What the node is short of. A pressure lasts for a while after its threshold was last crossed, so
/// that the node's conditions don't flap.
///
/// @param lastCrossed when each signal's threshold was last crossed
record Pressure(Map<Signal, Instant> lastCrossed, Duration lasts) {
  Pressure {
    lastCrossed = Map.copyOf(lastCrossed);
  }

  Pressure after(Set<Signal> crossed, Instant now) {
    var next = new EnumMap<Signal, Instant>(Signal.class);
    next.putAll(lastCrossed);
    crossed.forEach(signal -> next.put(signal, now));
    return new Pressure(next, lasts);
  }

  Set<Signal> at(Instant now) {
    var signals = EnumSet.noneOf(Signal.class);
    lastCrossed.forEach((signal, crossed) -> {
      if (now.isBefore(crossed.plus(lasts))) {
        signals.add(signal);
      }
    });
    return Collections.unmodifiableSet(signals);
  }
}
