package dev.coxswain.apiserver.usage;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.usage.Account.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a node, or a container, used on average between two readings. Pure.
///
/// @param at the later of the two
/// @param window between them
/// @param nanoCores thousandths of thousandths of thousandths of a processor
record Usage(Instant at, Duration window, long nanoCores, long memoryBytes) {
  private static final double NANOS = 1e9;

  /// Empty unless both readings are of the same run, one after the other.
  static Optional<Usage> between(Reading before, Reading after) {
    var window = Duration.between(before.at(), after.at());
    long worked = after.cpuNanos() - before.cpuNanos();
    if (!before.since().equals(after.since()) || window.toNanos() <= 0 || worked < 0) {
      return Optional.empty();
    }
    long cores = (long) (worked * NANOS / window.toNanos());
    return Optional.of(new Usage(after.at(), window, cores, after.memoryBytes()));
  }

  /// The containers of each pod; without pods of which not all running containers are known yet.
  static Map<ObjectKey, Map<String, Usage>> ofPods(Account before, Account after) {
    var all = new TreeMap<ObjectKey, Map<String, Usage>>();
    after
        .pods()
        .forEach((key, containers) -> {
          var known = new TreeMap<String, Usage>();
          var earlier = before.pods().getOrDefault(key, Map.of());
          containers.forEach((name, reading) ->
              Optional.ofNullable(earlier.get(name))
                  .flatMap(then -> between(then, reading))
                  .ifPresent(usage -> known.put(name, usage)));
          if (!known.isEmpty() && known.size() == containers.size()) {
            all.put(key, known);
          }
        });
    return all;
  }
}
