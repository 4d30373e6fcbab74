package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Builds the objects that commands create from flags.
final class Objects {
  private Objects() {}

  static ObjectNode object(String apiVersion, String kind, String name) {
    var object = JsonNodeFactory.instance.objectNode();
    object.put("apiVersion", apiVersion).put("kind", kind);
    object.putObject("metadata").put("name", name);
    return object;
  }

  /// A question to the server, which has no name.
  static ObjectNode review(String apiVersion, String kind) {
    return JsonNodeFactory.instance.objectNode().put("apiVersion", apiVersion).put("kind", kind);
  }

  static void putLabels(ObjectNode parent, Map<String, String> labels) {
    var node = parent.withObject("/labels");
    labels.forEach(node::put);
  }

  /// `a=b,c=d`.
  static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new KubectlAction.Failure("unexpected label spec: " + pair);
      }
      labels.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return labels;
  }

  /// A container as `run` and `create deployment` make it.
  static ObjectNode container(String name, String image, List<String> words, boolean asCommand) {
    var container = JsonNodeFactory.instance.objectNode();
    container.put("image", image).put("name", name);
    if (!words.isEmpty()) {
      var array = container.putArray(asCommand ? "command" : "args");
      words.forEach(array::add);
    }
    container.putObject("resources");
    return container;
  }
}
