package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.TableRowCondition;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.print.Cells;
import java.time.Instant;
import java.util.List;

/// The table of pods.
final class PodTable {
  static final List<TableColumn> COLUMNS =
      List.of(
          Columns.name(),
          Columns.text("Ready", "How many containers are ready, of how many there are."),
          Columns.text("Status", "What the pod, or the container that holds it up, is doing."),
          Columns.text("Restarts", "How often containers were restarted, and when the last was."),
          Columns.age(),
          Columns.text("IP", "Address of the pod in the cluster.").wide(),
          Columns.text("Node", "Node that runs the pod.").wide(),
          Columns.text("Nominated Node", "Node on which room is being made for the pod.").wide(),
          Columns.text("Readiness Gates", "How many of the pod's readiness gates are open.")
              .wide());

  private PodTable() {}

  static List<Object> cells(Pod pod, Instant now) {
    var summary = PodSummary.of(pod);
    var ips = pod.getStatus().getPodIPsList();
    return List.of(
        pod.getMetadata().getName(),
        "%d/%d".formatted(summary.ready(), summary.total()),
        summary.status(),
        restarts(summary, now),
        Ages.since(pod.getMetadata(), now),
        Cells.orNone(ips.isEmpty() ? pod.getStatus().getPodIP() : ips.getFirst().getIp()),
        Cells.orNone(pod.getSpec().getNodeName()),
        Cells.orNone(pod.getStatus().getNominatedNodeName()),
        readinessGates(pod));
  }

  /// Whether the pod is done, and how it went.
  static List<TableRowCondition> conditions(Pod pod) {
    return switch (pod.getStatus().getPhase()) {
      case "Succeeded" -> List.of(completed("Succeeded", "The pod has completed successfully."));
      case "Failed" -> List.of(completed("Failed", "The pod failed."));
      default -> List.of();
    };
  }

  private static TableRowCondition completed(String reason, String message) {
    return TableRowCondition.newBuilder()
        .setType("Completed")
        .setStatus("True")
        .setReason(reason)
        .setMessage(message)
        .build();
  }

  private static String restarts(PodSummary summary, Instant now) {
    var count = Integer.toString(summary.restarts());
    return summary.restarts() == 0
        ? count
        : summary
            .lastRestart()
            .map(at -> "%s (%s ago)".formatted(count, Ages.since(at, now)))
            .orElse(count);
  }

  private static String readinessGates(Pod pod) {
    var gates = pod.getSpec().getReadinessGatesList();
    if (gates.isEmpty()) {
      return Cells.NONE;
    }
    long open =
        gates.stream().filter(gate -> PodSummary.isTrue(pod, gate.getConditionType())).count();
    return "%d/%d".formatted(open, gates.size());
  }
}
