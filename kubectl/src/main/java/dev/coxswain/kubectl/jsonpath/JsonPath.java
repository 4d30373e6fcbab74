package dev.coxswain.kubectl.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A template: plain text, and paths in braces whose values take their place.
///
/// `{range PATH}…{end}` repeats for each value, `{"text"}` is text. Several values of one path are
/// separated by a space, objects and arrays are JSON, and what is not there is nothing.
public final class JsonPath {
  private sealed interface Part {
    record Text(String text) implements Part {}

    record Values(List<Step> steps) implements Part {}

    record Range(List<Step> steps, List<Part> body) implements Part {}
  }

  private final List<Part> parts;

  private JsonPath(List<Part> parts) {
    this.parts = parts;
  }

  /// @throws BadPath if the template makes no sense
  public static JsonPath parse(String template) {
    var open = new ArrayList<List<Part>>();
    var ranges = new ArrayList<List<Step>>();
    open.add(new ArrayList<>());
    int position = 0;
    while (position < template.length()) {
      int brace = template.indexOf('{', position);
      if (brace < 0) {
        open.getLast().add(new Part.Text(template.substring(position)));
        break;
      }
      if (brace > position) {
        open.getLast().add(new Part.Text(template.substring(position, brace)));
      }
      int end = endOf(template, brace);
      action(template.substring(brace + 1, end).strip(), open, ranges);
      position = end + 1;
    }
    if (!ranges.isEmpty()) {
      throw new BadPath("unclosed action");
    }
    return new JsonPath(open.getFirst());
  }

  /// A path that may do without braces and the first dot, as columns have it.
  public static JsonPath relaxed(String path) {
    String bare = path.strip();
    if (bare.startsWith("{") && bare.endsWith("}")) {
      bare = bare.substring(1, bare.length() - 1);
    }
    return parse("{" + (bare.startsWith(".") || bare.startsWith("[") ? bare : "." + bare) + "}");
  }

  private static int endOf(String template, int brace) {
    char quote = 0;
    for (int i = brace + 1; i < template.length(); i++) {
      char c = template.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '}') {
        return i;
      }
    }
    throw new BadPath("unclosed action");
  }

  private static void action(String text, List<List<Part>> open, List<List<Step>> ranges) {
    if (text.startsWith("range ") || text.startsWith("range\t")) {
      ranges.add(PathParser.parse(text.substring("range".length())));
      open.add(new ArrayList<>());
    } else if (text.equals("end")) {
      if (ranges.isEmpty()) {
        throw new BadPath("not in range, nothing to end");
      }
      var body = open.removeLast();
      open.getLast().add(new Part.Range(ranges.removeLast(), body));
    } else if (text.startsWith("\"") || text.startsWith("'")) {
      open.getLast().add(new Part.Text(unescaped(text.substring(1, text.length() - 1))));
    } else {
      open.getLast().add(new Part.Values(PathParser.parse(text)));
    }
  }

  private static String unescaped(String text) {
    return text.translateEscapes();
  }

  /// The template with the document's values in it.
  public String print(JsonNode document) {
    var text = new StringBuilder();
    print(parts, document, text);
    return text.toString();
  }

  private static void print(List<Part> parts, JsonNode document, StringBuilder text) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var plain) -> text.append(plain);
        case Part.Values(var steps) ->
            text.append(
                PathWalk.follow(steps, document).stream()
                    .map(JsonPath::show)
                    .collect(Collectors.joining(" ")));
        case Part.Range(var steps, var body) ->
            PathWalk.follow(steps, document).forEach(value -> print(body, value, text));
      }
    }
  }

  /// The values of all paths of the template.
  public List<JsonNode> values(JsonNode document) {
    return parts.stream()
        .flatMap(part ->
            part instanceof Part.Values(var steps)
                ? PathWalk.follow(steps, document).stream()
                : java.util.stream.Stream.empty())
        .toList();
  }

  /// A value as it is printed: text as it is, everything else as JSON.
  public static String show(JsonNode value) {
    return value.isValueNode()
        ? value.isNull() ? "<nil>" : value.asText()
        : new String(JsonCodec.toJson(value), StandardCharsets.UTF_8);
  }
}
