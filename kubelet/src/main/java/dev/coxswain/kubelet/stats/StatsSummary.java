package dev.coxswain.kubelet.stats;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.kubelet.stats.NodeUsage.Amounts;
import dev.coxswain.kubelet.stats.NodeUsage.ContainerPart;
import dev.coxswain.kubelet.stats.NodeUsage.PodPart;

/// `/stats/summary`: what the node has left, and what the pods on it use. Pure.
public final class StatsSummary {
  private StatsSummary() {}

  /// @return JSON
  public static String of(NodeUsage usage) {
    var summary = JsonNodeFactory.instance.objectNode();
    var now = Times.rfc3339(usage.at());
    var own = summary.putObject("node").put("nodeName", usage.node());
    used(own, now, usage.used());
    ((ObjectNode) own.get("memory"))
        .put("availableBytes", usage.memoryLeft())
        .put("usageBytes", usage.used().workingSetBytes());
    own.putObject("fs")
        .put("time", now)
        .put("capacityBytes", usage.disk().capacity())
        .put("availableBytes", usage.disk().left());
    var list = summary.putArray("pods");
    usage.pods().forEach(pod -> describe(list.addObject(), now, pod));
    return summary.toString();
  }

  private static void describe(ObjectNode into, String now, PodPart pod) {
    into.putObject("podRef")
        .put("name", pod.name())
        .put("namespace", pod.namespace())
        .put("uid", pod.uid());
    var containers = into.putArray("containers");
    pod.containers().forEach(container -> describe(containers.addObject(), now, container));
    pod.used().ifPresent(amounts -> used(into, now, amounts));
  }

  private static void describe(ObjectNode into, String now, ContainerPart container) {
    into.put("name", container.name()).put("startTime", Times.rfc3339(container.since()));
    used(into, now, container.used());
  }

  private static void used(ObjectNode into, String now, Amounts amounts) {
    into.putObject("cpu").put("time", now).put("usageCoreNanoSeconds", amounts.cpuNanos());
    into.putObject("memory").put("time", now).put("workingSetBytes", amounts.workingSetBytes());
  }
}
