package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.kubectl.jsonpath.BadPath;
import dev.coxswain.kubectl.jsonpath.JsonPath;
import dev.coxswain.kubectl.print.CustomColumns;
import dev.coxswain.kubectl.print.JsonPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;

/// `-o` and what goes with it.
final class OutputOptions {
  private static final Set<String> TEMPLATES =
      Set.of(
          "jsonpath", "jsonpath-as-json", "jsonpath-file", "custom-columns", "custom-columns-file");

  @Option(
      names = {"-o", "--output"},
      defaultValue = "",
      paramLabel = "FORMAT",
      description =
          "One of: json, yaml, name, wide, jsonpath=…, jsonpath-as-json=…, jsonpath-file=…,"
              + " custom-columns=…, custom-columns-file=….")
  String format;

  @Option(
      names = "--template",
      defaultValue = "",
      description = "The template, when -o names only its kind.")
  String template;

  @Option(
      names = "--show-managed-fields",
      description = "Keeps the managedFields when printing JSON or YAML.")
  boolean showManagedFields;

  boolean isTable() {
    return format.isEmpty() || format.equals("wide");
  }

  boolean isWide() {
    return format.equals("wide");
  }

  boolean isName() {
    return format.equals("name");
  }

  boolean isColumns() {
    return kind().startsWith("custom-columns");
  }

  private String kind() {
    int equals = format.indexOf('=');
    return equals < 0 ? format : format.substring(0, equals);
  }

  private String argument() {
    int equals = format.indexOf('=');
    String argument = equals < 0 ? template : format.substring(equals + 1);
    if (argument.isEmpty()) {
      throw new KubectlAction.Failure(
          isColumns()
              ? "custom-columns format specified but no custom columns given"
              : "template format specified but no template given");
    }
    return argument;
  }

  void check() {
    check("name,template,wide,yaml");
  }

  /// For commands whose output is never a table.
  void checkObjects() {
    check("name,template,yaml");
  }

  private void check(String last) {
    boolean known =
        isTable()
            || isName()
            || format.equals("json")
            || format.equals("yaml")
            || TEMPLATES.contains(kind());
    if (!known) {
      throw new KubectlAction.Failure(
          "unable to match a printer suitable for the output format \"%s\", allowed formats are: custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,%s"
              .formatted(format, last));
    }
  }

  /// The object as the format wants it.
  String render(JsonNode object) {
    JsonNode shown = showManagedFields ? object : withoutManagedFields(object);
    try {
      return switch (kind()) {
        case "json" -> JsonPrinter.print(shown);
        case "jsonpath" -> JsonPath.parse(argument()).print(shown);
        case "jsonpath-file" -> JsonPath.parse(read(argument())).print(shown);
        case "jsonpath-as-json" -> JsonPrinter.print(array(shown));
        case "custom-columns", "custom-columns-file" -> columns(true).render(items(shown));
        default -> YamlCodec.toYaml(shown);
      };
    } catch (BadPath e) {
      throw new KubectlAction.Failure(
          "error parsing jsonpath %s, %s".formatted(argument(), e.getMessage()));
    }
  }

  private ArrayNode array(JsonNode object) {
    var array = JsonNodeFactory.instance.arrayNode();
    JsonPath.parse(argument()).values(object).forEach(array::add);
    return array;
  }

  /// The columns that the user names.
  CustomColumns columns(boolean headers) {
    return kind().equals("custom-columns")
        ? CustomColumns.parse(argument(), headers)
        : CustomColumns.parseFile(read(argument()), headers);
  }

  private static Iterable<JsonNode> items(JsonNode object) {
    return object.path("items").isArray() ? object.path("items") : java.util.List.of(object);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException _) {
      throw new KubectlAction.Failure(
          "error reading template %s, open %s: no such file or directory".formatted(file, file));
    }
  }

  private static JsonNode withoutManagedFields(JsonNode object) {
    JsonNode copy = object.deepCopy();
    strip(copy);
    copy.path("items").forEach(OutputOptions::strip);
    return copy;
  }

  private static void strip(JsonNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata) {
      metadata.remove("managedFields");
    }
  }
}
