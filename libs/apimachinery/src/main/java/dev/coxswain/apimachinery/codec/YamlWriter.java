package dev.coxswain.apimachinery.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/// Writes trees in block style, two columns per level.
final class YamlWriter {
  private static final int MAX_SIMPLE_KEY = 128;

  private final YamlOutput out = new YamlOutput();

  private YamlWriter() {}

  static String write(JsonNode tree) {
    var writer = new YamlWriter();
    writer.node(tree, 0, false);
    return writer.out.finished();
  }

  /// @param indent where the lines of the node begin
  /// @param afterKey whether the node is the value of a key, on whose line we still are
  private void node(JsonNode node, int indent, boolean afterKey) {
    if (node.isObject() && !node.isEmpty()) {
      mapping(node, afterKey ? indent + 2 : indent);
    } else if (node.isArray() && !node.isEmpty()) {
      sequence(node, indent);
    } else {
      scalar(node, indent + (afterKey ? 2 : 0));
    }
  }

  private void mapping(JsonNode node, int indent) {
    node.properties().stream()
        .sorted(Map.Entry.comparingByKey(YamlKeyOrder::compare))
        .forEach(entry -> {
          out.line(indent);
          boolean simple = key(entry.getKey(), indent);
          out.indicator(":", !simple, !simple);
          node(entry.getValue(), indent, true);
        });
  }

  /// Writes the key; false if it is so long that its value goes to a line of its own.
  private boolean key(String key, int indent) {
    boolean simple = YamlOutput.utf8Length(key) <= MAX_SIMPLE_KEY && key.indexOf('\n') < 0;
    if (!simple) {
      out.indicator("?", true, true);
    }
    YamlScalarStyle.of(key, simple).write(key, out, indent + 2, !simple);
    if (!simple) {
      out.line(indent);
    }
    return simple;
  }

  private void sequence(JsonNode node, int indent) {
    for (var element : node) {
      out.line(indent);
      out.indicator("-", true, true);
      if (element.isContainerNode() && !element.isEmpty()) {
        node(element, indent + 2, false);
      } else {
        scalar(element, indent + 2);
      }
    }
  }

  private void scalar(JsonNode node, int indent) {
    switch (node.getNodeType()) {
      case OBJECT -> out.indicator("{}", true, false);
      case ARRAY -> out.indicator("[]", true, false);
      case STRING -> {
        var text = node.textValue();
        YamlScalarStyle.of(text, false).write(text, out, indent, true);
      }
      case NUMBER -> out.indicator(number(node), true, false);
      default -> out.indicator(node.asText(), true, false);
    }
  }

  private static String number(JsonNode node) {
    return node.isIntegralNumber() ? node.asText() : GoFloat.format(node.doubleValue());
  }
}
