package dev.coxswain.scheduler.snapshot;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.PodSpec;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a pod as a whole asks for.
final class PodRequests {
  // For spreading, a container that asks for nothing counts as this much, as upstream.
  private static final long DEFAULT_CPU_MILLIS = 100;
  private static final long DEFAULT_MEMORY_BYTES = 200L << 20;

  private PodRequests() {}

  static Resources exact(PodSpec spec) {
    return total(spec, c -> Resources.of(c.getResources().getRequestsMap()));
  }

  /// With defaults for containers that ask for no CPU or memory.
  static Resources forScoring(PodSpec spec) {
    return total(spec, PodRequests::withDefaults);
  }

  /// Containers and sidecars together, or the most that an init container needs besides the
  /// sidecars before it.
  private static Resources total(PodSpec spec, Function<Container, Resources> of) {
    var running = spec.getContainersList().stream().map(of).reduce(Resources.NONE, Resources::plus);
    var sidecars = Resources.NONE;
    var starting = Resources.NONE;
    for (var container : spec.getInitContainersList()) {
      var needs = of.apply(container);
      if (container.getRestartPolicy().equals("Always")) {
        sidecars = sidecars.plus(needs);
        starting = starting.max(sidecars);
      } else {
        starting = starting.max(sidecars.plus(needs));
      }
    }
    var ofContainers = running.plus(sidecars).max(starting);
    return ofPod(spec, ofContainers).plus(Resources.of(spec.getOverheadMap()));
  }

  /// Requests of the pod itself take the place of what its containers add up to.
  private static Resources ofPod(PodSpec spec, Resources ofContainers) {
    var requests = spec.getResources().getRequestsMap();
    if (requests.isEmpty()) {
      return ofContainers;
    }
    var own = Resources.of(requests);
    var others = new TreeMap<>(ofContainers.others());
    others.putAll(own.others());
    return new Resources(
        requests.containsKey("cpu") ? own.cpuMillis() : ofContainers.cpuMillis(),
        requests.containsKey("memory") ? own.memoryBytes() : ofContainers.memoryBytes(),
        ofContainers.ephemeralBytes(),
        others);
  }

  private static Resources withDefaults(Container container) {
    Map<String, Quantity> requests = container.getResources().getRequestsMap();
    var asked = Resources.of(requests);
    return new Resources(
        requests.containsKey("cpu") ? asked.cpuMillis() : DEFAULT_CPU_MILLIS,
        requests.containsKey("memory") ? asked.memoryBytes() : DEFAULT_MEMORY_BYTES,
        asked.ephemeralBytes(),
        asked.others());
  }

  static Stream<Container> withPorts(PodSpec spec) {
    var sidecars =
        spec.getInitContainersList().stream().filter(c -> c.getRestartPolicy().equals("Always"));
    return Stream.concat(spec.getContainersList().stream(), sidecars);
  }
}
