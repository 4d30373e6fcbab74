package dev.coxswain.kubectl.explain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A kind or one of its fields, explained.
public final class Explanation {
  private static final int WIDTH = 76;

  private final StringBuilder text = new StringBuilder();

  private Explanation() {}

  /// A field that the path names and the kind has not; what is known up to there comes along.
  public static final class NoSuchField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String head;

    NoSuchField(String head, String field) {
      super("field \"%s\" does not exist".formatted(field));
      this.head = head;
    }

    /// The lines about the kind.
    public String head() {
      return head;
    }
  }

  /// @param document the OpenAPI v3 document of the group and version
  /// @param path the names of fields, outermost first; empty for the kind itself
  /// @param recursive all fields below, without what they mean
  public static String of(
      JsonNode document,
      String group,
      String version,
      String kind,
      List<String> path,
      boolean recursive) {
    var explanation = new Explanation();
    explanation.head(group, version, kind);
    var schema =
        FieldSchema.ofKind(document, group, version, kind)
            .orElseThrow(() -> new NoSuchField("", "the server explains no %s".formatted(kind)));
    for (String name : path) {
      var next = schema.fields().get(name);
      if (next == null) {
        throw new NoSuchField(explanation.text.toString(), name);
      }
      schema = next;
    }
    explanation.body(schema, path, recursive);
    return explanation.text.toString();
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void head(String group, String version, String kind) {
    if (!group.isEmpty()) {
      line("GROUP:      " + group);
    }
    line("KIND:       " + kind);
    line("VERSION:    " + version);
    line("");
  }

  private void body(FieldSchema schema, List<String> path, boolean recursive) {
    var fields = schema.fields();
    if (!path.isEmpty()) {
      line("FIELD: %s <%s>".formatted(path.getLast(), schema.type()));
      if (!schema.values().isEmpty()) {
        line("ENUM:");
        schema.values().forEach(value -> line("    " + value));
        line("");
      } else {
        line("");
        line("");
      }
    }
    line("DESCRIPTION:");
    schema.descriptions().forEach(description -> wrap(description, "    "));
    line("    ");
    if (fields.isEmpty()) {
      line("");
      return;
    }
    line("FIELDS:");
    if (recursive) {
      below(schema, "  ", new HashSet<>());
    } else {
      fields.forEach((name, field) -> field(schema, name, field));
    }
    line("");
  }

  private void field(FieldSchema parent, String name, FieldSchema field) {
    title(parent, name, field, "  ");
    wrap(field.description(), "    ");
    line("");
  }

  private void title(FieldSchema parent, String name, FieldSchema field, String indent) {
    String required = parent.requires(name) ? " -required-" : "";
    line("%s%s\t<%s>%s".formatted(indent, name, field.type(), required));
    if (!field.values().isEmpty()) {
      line("  enum: " + String.join(", ", field.values()));
    }
  }

  /// Types that contain themselves are shown once on each way down.
  private void below(FieldSchema schema, String indent, Set<String> above) {
    schema
        .fields()
        .forEach((name, field) -> {
          title(schema, name, field, indent);
          String type = field.type().replace("[]", "");
          if (!field.fields().isEmpty() && above.add(type)) {
            below(field, indent + "  ", above);
            above.remove(type);
          }
        });
  }

  private void wrap(String paragraphs, String indent) {
    for (String paragraph : paragraphs.split("\n", -1)) {
      List<String> words = new ArrayList<>();
      int length = 0;
      for (String word : paragraph.split(" ", -1)) {
        if (!words.isEmpty() && length + 1 + word.length() > WIDTH) {
          line(indent + String.join(" ", words));
          words.clear();
          length = 0;
        }
        words.add(word);
        length += (length == 0 ? 0 : 1) + word.length();
      }
      line(indent + String.join(" ", words));
    }
  }
}
