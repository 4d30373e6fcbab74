package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubectl.print.TextTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `kubectl top`, from the metrics API where the server has one.
@Command(name = "top", description = "Shows how much CPU and memory nodes and pods use.")
public final class TopCommand extends KubectlAction {
  private static final String METRICS = "metrics.k8s.io";
  private static final long MEBIBYTE = 1024L * 1024;

  @Mixin SelectionOptions selection;

  @Parameters(arity = "0..*", paramLabel = "node|pod [NAME]")
  List<String> words = List.of();

  @Override
  int run(Session session) {
    String what = words.isEmpty() ? "" : words.getFirst();
    if (!what.matches("nodes?|no|pods?|po")) {
      throw new Failure("must be called with a command: node or pod");
    }
    String plural = what.startsWith("n") ? "nodes" : "pods";
    var resource =
        session.discovery().all().stream()
            .filter(one -> one.group().equals(METRICS) && one.plural().equals(plural))
            .findFirst()
            .orElseThrow(() -> new Failure("Metrics API not available"));
    List<JsonNode> items = new ArrayList<>();
    if (words.size() > 1) {
      items.add(session.client().get(resource.path(session.namespace(), words.get(1))));
    } else {
      selection
          .list(session, resource, "application/json")
          .forEach(chunk -> chunk.path("items").forEach(items::add));
    }
    var table = new TextTable().row(List.of("NAME", "CPU(cores)", "MEMORY(bytes)"));
    items.forEach(item -> table.row(row(item)));
    session.print(table.render());
    return OK;
  }

  private static List<String> row(JsonNode item) {
    long cpuMillis = 0;
    long memoryBytes = 0;
    List<JsonNode> usages = new ArrayList<>();
    item.path("containers").forEach(container -> usages.add(container.path("usage")));
    if (item.has("usage")) {
      usages.add(item.path("usage"));
    }
    for (JsonNode usage : usages) {
      cpuMillis += Amount.parse(usage.path("cpu").asText("0")).milliValue();
      memoryBytes += Amount.parse(usage.path("memory").asText("0")).value();
    }
    return List.of(
        item.path("metadata").path("name").asText(),
        cpuMillis + "m",
        memoryBytes / MEBIBYTE + "Mi");
  }
}
