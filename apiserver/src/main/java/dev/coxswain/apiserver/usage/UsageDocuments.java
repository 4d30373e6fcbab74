package dev.coxswain.apiserver.usage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.util.Map;

/// `NodeMetrics`, `PodMetrics` and their lists as JSON. Pure.
final class UsageDocuments {
  static final String GROUP = "metrics.k8s.io";
  static final String VERSION = "v1beta1";
  private static final long KIB = 1024;

  private UsageDocuments() {}

  static ObjectNode describe(ObjectMeta metadata, Usage used) {
    var described = described(metadata, used);
    described.set("usage", amounts(used));
    return described;
  }

  static ObjectNode describe(ObjectMeta metadata, Map<String, Usage> containers) {
    var described = described(metadata, containers.values().iterator().next());
    var list = described.putArray("containers");
    containers.forEach(
        (name, used) -> list.addObject().put("name", name).set("usage", amounts(used)));
    return described;
  }

  private static ObjectNode described(ObjectMeta metadata, Usage used) {
    var described = JsonNodeFactory.instance.objectNode();
    var own = described.putObject("metadata").put("name", metadata.getName());
    if (!metadata.getNamespace().isEmpty()) {
      own.put("namespace", metadata.getNamespace());
    }
    own.put("creationTimestamp", Times.rfc3339(used.at()));
    if (metadata.getLabelsCount() > 0) {
      var labels = own.putObject("labels");
      metadata.getLabelsMap().forEach(labels::put);
    }
    return described
        .put("timestamp", Times.rfc3339(used.at()))
        .put("window", Times.formatGoDuration(Duration.ofMillis(used.window().toMillis())));
  }

  private static ObjectNode amounts(Usage used) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cpu", used.nanoCores() + "n")
        .put("memory", used.memoryBytes() / KIB + "Ki");
  }

  static ObjectNode list(String kind) {
    var list = headed(kind, JsonNodeFactory.instance.objectNode());
    list.putObject("metadata");
    list.putArray("items");
    return list;
  }

  static ArrayNode items(ObjectNode list) {
    return (ArrayNode) list.get("items");
  }

  static ObjectNode headed(String kind, ObjectNode rest) {
    var all = JsonNodeFactory.instance.objectNode();
    all.put("kind", kind).put("apiVersion", GROUP + "/" + VERSION);
    all.setAll(rest);
    return all;
  }
}
