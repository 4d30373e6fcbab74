package dev.coxswain.apiserver.usage;

import dev.coxswain.apimachinery.meta.ObjectKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a kubelet says at one moment: readings of the node and of each pod's containers, by name.
record Account(Reading node, Map<ObjectKey, Map<String, Reading>> pods) {
  private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)(?: (\\d+))?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private static final String CPU = "_cpu_usage_seconds_total";
  private static final String MEMORY = "_memory_working_set_bytes";
  private static final String START = "container_start_time_seconds";

  /// @param since when the container began; the epoch for the node
  /// @param cpuNanos that all processors together have worked since then
  /// @param memoryBytes that would not be given back under pressure
  record Reading(Instant at, Instant since, long cpuNanos, long memoryBytes) {}

  /// A line of the text.
  ///
  /// @param labels as they are written
  private record Value(String metric, String labels, BigDecimal value, Instant at) {
    static Optional<Value> of(String line) {
      var match = LINE.matcher(line);
      return match.matches()
          ? Optional.of(
              new Value(
                  match.group(1),
                  Optional.ofNullable(match.group(2)).orElse(""),
                  new BigDecimal(match.group(3)),
                  Instant.ofEpochMilli(
                      Long.parseLong(Optional.ofNullable(match.group(4)).orElse("0")))))
          : Optional.empty();
    }
  }

  /// @param text what a kubelet has at `/metrics/resource`, in the text form of Prometheus
  /// @return empty if it says nothing of the node
  /// @throws NumberFormatException if a value is none
  static Optional<Account> of(String text) {
    var values = new HashMap<String, Value>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .flatMap(line -> Value.of(line).stream())
        .forEach(value -> values.put(value.metric() + value.labels(), value));
    var pods = new TreeMap<ObjectKey, Map<String, Reading>>();
    for (var value : values.values()) {
      if (value.metric().equals("container" + CPU)) {
        var labels = labels(value.labels());
        reading(values, "container", value.labels())
            .ifPresent(reading ->
                pods.computeIfAbsent(
                        new ObjectKey(
                            labels.getOrDefault("namespace", ""), labels.getOrDefault("pod", "")),
                        _ -> new TreeMap<>())
                    .put(labels.getOrDefault("container", ""), reading));
      }
    }
    return reading(values, "node", "").map(node -> new Account(node, pods));
  }

  /// Empty unless both processor time and memory are known.
  private static Optional<Reading> reading(Map<String, Value> values, String of, String labels) {
    var cpu = Optional.ofNullable(values.get(of + CPU + labels));
    var memory = Optional.ofNullable(values.get(of + MEMORY + labels));
    var since =
        of.equals("node")
            ? Instant.EPOCH
            : Optional.ofNullable(values.get(START + labels))
                .map(start -> Instant.ofEpochMilli(start.value().movePointRight(3).longValue()))
                .orElse(Instant.EPOCH);
    return cpu.flatMap(seconds ->
        memory.map(bytes ->
            new Reading(
                seconds.at(),
                since,
                seconds.value().movePointRight(9).longValue(),
                bytes.value().longValue())));
  }

  private static Map<String, String> labels(String text) {
    var labels = new HashMap<String, String>();
    LABEL.matcher(text).results().forEach(match -> labels.put(match.group(1), match.group(2)));
    return labels;
  }
}
