package dev.coxswain.kubelet;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.node.Machine;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// The summary of what the node has left, and of the pods on it.
final class StatsSummary implements Supplier<String> {
  private final String node;
  private final Machine machine;
  private final Path root;
  private final Supplier<List<Pod>> pods;
  private final InstantSource clock;

  StatsSummary(
      String node, Machine machine, Path root, Supplier<List<Pod>> pods, InstantSource clock) {
    this.node = node;
    this.machine = machine;
    this.root = root;
    this.pods = pods;
    this.clock = clock;
  }

  @Override
  public String get() {
    var summary = JsonNodeFactory.instance.objectNode();
    var left = Machine.left(root);
    var now = Times.rfc3339(clock.instant());
    var own = summary.putObject("node").put("nodeName", node);
    own.putObject("memory")
        .put("time", now)
        .put("availableBytes", left.memoryBytes())
        .put("usageBytes", machine.memoryBytes() - left.memoryBytes());
    own.putObject("fs")
        .put("time", now)
        .put("capacityBytes", machine.diskBytes())
        .put("availableBytes", (long) (machine.diskBytes() * left.diskFraction()));
    var list = summary.putArray("pods");
    pods.get().forEach(pod -> describe(list.addObject(), pod));
    return summary.toString();
  }

  private static void describe(ObjectNode into, Pod pod) {
    var metadata = pod.getMetadata();
    into.putObject("podRef")
        .put("name", metadata.getName())
        .put("namespace", metadata.getNamespace())
        .put("uid", metadata.getUid());
    var containers = into.putArray("containers");
    pod.getSpec()
        .getContainersList()
        .forEach(container -> containers.addObject().put("name", container.getName()));
  }
}
