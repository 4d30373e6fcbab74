package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.kubectl.print.JsonPrinter;
import picocli.CommandLine.Option;

/// `-o` and what goes with it.
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      defaultValue = "",
      paramLabel = "FORMAT",
      description = "One of: json, yaml, name, wide.")
  String format;

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

  void check() {
    if (!isTable() && !isName() && !format.equals("json") && !format.equals("yaml")) {
      throw new KubectlAction.Failure(
          "unable to match a printer suitable for the output format \"%s\", allowed formats are: json,name,wide,yaml"
              .formatted(format));
    }
  }

  /// The object as JSON or YAML.
  String render(JsonNode object) {
    JsonNode shown = showManagedFields ? object : withoutManagedFields(object);
    return format.equals("json") ? JsonPrinter.print(shown) : YamlCodec.toYaml(shown);
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
