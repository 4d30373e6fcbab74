package dev.coxswain.kubectl.print;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/// JSON for people: four spaces, keys sorted.
public final class JsonPrinter {
  private static final String STEP = "    ";

  private JsonPrinter() {}

  /// The document, ended by a newline.
  public static String print(JsonNode tree) {
    var text = new StringBuilder();
    write(text, tree, "");
    return text.append('\n').toString();
  }

  private static void write(StringBuilder text, JsonNode node, String indent) {
    if (node.isObject() && !node.isEmpty()) {
      var sorted = new TreeMap<String, JsonNode>();
      node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
      List<Runnable> members = new ArrayList<>();
      sorted.forEach((key, value) ->
          members.add(() -> {
            text.append(scalar(com.fasterxml.jackson.databind.node.TextNode.valueOf(key)))
                .append(": ");
            write(text, value, indent + STEP);
          }));
      block(text, '{', members.iterator(), '}', indent);
    } else if (node.isArray() && !node.isEmpty()) {
      List<Runnable> elements = new ArrayList<>();
      node.forEach(element -> elements.add(() -> write(text, element, indent + STEP)));
      block(text, '[', elements.iterator(), ']', indent);
    } else {
      text.append(scalar(node));
    }
  }

  private static void block(
      StringBuilder text, char open, Iterator<Runnable> members, char close, String indent) {
    text.append(open);
    while (members.hasNext()) {
      text.append('\n').append(indent).append(STEP);
      members.next().run();
      if (members.hasNext()) {
        text.append(',');
      }
    }
    text.append('\n').append(indent).append(close);
  }

  private static String scalar(JsonNode node) {
    return new String(JsonCodec.toJson(node), StandardCharsets.UTF_8);
  }
}
