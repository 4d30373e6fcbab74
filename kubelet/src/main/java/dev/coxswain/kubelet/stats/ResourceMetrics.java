package dev.coxswain.kubelet.stats;

import dev.coxswain.kubelet.stats.NodeUsage.Amounts;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// `/metrics/resource`: processor time and memory in the text form of Prometheus, for whoever
/// scales by them. Pure.
public final class ResourceMetrics {
  private static final int NANO_DIGITS = 9;
  private static final String CPU = "%s_cpu_usage_seconds_total";
  private static final String MEMORY = "%s_memory_working_set_bytes";

  private ResourceMetrics() {}

  /// One line of a metric.
  private record Line(List<String> labels, Amounts used) {
    static Line of(Amounts used, String... labels) {
      return new Line(List.of(labels), used);
    }

    /// @param value as it is printed
    String text(String metric, String value, long atMillis) {
      var names = List.of("container", "namespace", "pod");
      var from = names.size() - labels.size();
      var pairs = new StringBuilder();
      for (int i = 0; i < labels.size(); i++) {
        pairs.append(i == 0 ? "{" : ",").append(names.get(from + i));
        pairs.append("=\"").append(labels.get(i)).append('"');
      }
      return metric
          + pairs
          + (labels.isEmpty() ? " " : "} ")
          + value
          + (atMillis > 0 ? " " + atMillis : "")
          + "\n";
    }
  }

  public static String of(NodeUsage usage) {
    var containers =
        usage.pods().stream()
            .flatMap(pod ->
                pod.containers().stream()
                    .map(c -> Line.of(c.used(), c.name(), pod.namespace(), pod.name())))
            .toList();
    var pods =
        usage.pods().stream()
            .flatMap(
                pod -> pod.used().stream().map(used -> Line.of(used, pod.namespace(), pod.name())))
            .toList();
    var node = List.of(Line.of(usage.used()));
    return cpu("container", containers, usage)
        + memory("container", containers, usage)
        + started(usage)
        + cpu("node", node, usage)
        + memory("node", node, usage)
        + cpu("pod", pods, usage)
        + memory("pod", pods, usage)
        + head("resource_scrape_error", "Whether reading the others failed", "gauge")
        + "resource_scrape_error 0\n";
  }

  private static String cpu(String whose, List<Line> lines, NodeUsage usage) {
    var metric = CPU.formatted(whose);
    return lines.isEmpty()
        ? ""
        : head(metric, "Seconds that all processors together worked for the " + whose, "counter")
            + body(metric, lines, usage, used -> used.cpuNanos(), NANO_DIGITS);
  }

  private static String memory(String whose, List<Line> lines, NodeUsage usage) {
    var metric = MEMORY.formatted(whose);
    return lines.isEmpty()
        ? ""
        : head(metric, "Memory that the " + whose + " would not give back, in bytes", "gauge")
            + body(metric, lines, usage, used -> used.workingSetBytes(), 0);
  }

  private static String started(NodeUsage usage) {
    var metric = "container_start_time_seconds";
    var lines =
        usage.pods().stream()
            .flatMap(pod ->
                pod.containers().stream()
                    .map(c ->
                        Line.of(c.used(), c.name(), pod.namespace(), pod.name())
                            .text(metric, decimal(c.since().toEpochMilli(), 3), 0)))
            .collect(Collectors.joining());
    return lines.isEmpty()
        ? ""
        : head(metric, "When the container began, in seconds since 1970", "gauge") + lines;
  }

  private static String body(
      String metric, List<Line> lines, NodeUsage usage, ToLongFunction<Amounts> value, int digits) {
    long at = usage.at().toEpochMilli();
    return lines.stream()
        .map(line -> line.text(metric, decimal(value.applyAsLong(line.used()), digits), at))
        .collect(Collectors.joining());
  }

  private static String head(String metric, String help, String type) {
    return "# HELP %1$s %2$s\n# TYPE %1$s %3$s\n".formatted(metric, help, type);
  }

  private static String decimal(long unscaled, int digits) {
    var value = BigDecimal.valueOf(unscaled, digits).stripTrailingZeros();
    return value.toPlainString();
  }
}
