package dev.coxswain.kubectl.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads the objects of `-f`: YAML or JSON, several documents, lists taken apart.
public final class Manifests {
  private static final Set<String> ENDINGS = Set.of(".json", ".yaml", ".yml");

  private Manifests() {}

  /// A file that holds no objects we can use.
  public static final class BadManifest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadManifest(String message) {
      super(message);
    }
  }

  /// The objects of all places, in their order.
  ///
  /// @param places files, folders, or `-` for standard input
  /// @param recursive also the folders within folders
  public static List<ObjectNode> read(List<String> places, boolean recursive, InputStream stdin) {
    List<ObjectNode> objects = new ArrayList<>();
    for (String place : places) {
      if (place.equals("-")) {
        addAll(text(stdin), "STDIN", objects);
      } else {
        files(place, recursive).forEach(file -> addAll(text(file), file.toString(), objects));
      }
    }
    if (objects.isEmpty()) {
      throw new BadManifest("no objects passed to apply");
    }
    return objects;
  }

  private static List<Path> files(String place, boolean recursive) {
    Path path = Path.of(place);
    if (!Files.exists(path)) {
      throw new BadManifest("the path \"%s\" does not exist".formatted(place));
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (var found = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
      List<Path> files =
          found.filter(Files::isRegularFile).filter(Manifests::isManifest).sorted().toList();
      if (files.isEmpty()) {
        throw new BadManifest(
            "error reading [%s]: recognized file extensions are [.json .yaml .yml]"
                .formatted(place));
      }
      return files;
    } catch (IOException e) {
      throw new BadManifest("cannot read %s: %s".formatted(place, e.getMessage()));
    }
  }

  private static boolean isManifest(Path file) {
    String name = file.getFileName().toString();
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new BadManifest("cannot read %s: %s".formatted(file, e.getMessage()));
    }
  }

  private static String text(InputStream stdin) {
    try {
      return new String(stdin.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadManifest("cannot read standard input: " + e.getMessage());
    }
  }

  private static void addAll(String text, String source, List<ObjectNode> objects) {
    for (JsonNode document : YamlCodec.documents(text)) {
      if (!document.isNull() && !document.isMissingNode()) {
        add(document, source, objects);
      }
    }
  }

  private static void add(JsonNode document, String source, List<ObjectNode> objects) {
    if (!(document instanceof ObjectNode object)) {
      throw new BadManifest(
          "error parsing %s: json: cannot unmarshal %s into Go value of type map[string]interface {}"
              .formatted(source, document.getNodeType().name().toLowerCase(java.util.Locale.ROOT)));
    }
    require(object, "apiVersion", source);
    require(object, "kind", source);
    if (object.path("kind").asText().endsWith("List") && object.path("items").isArray()) {
      object.path("items").forEach(item -> add(item, source, objects));
    } else {
      objects.add(object);
    }
  }

  private static void require(ObjectNode object, String field, String source) {
    if (object.path(field).asText().isEmpty()) {
      throw new BadManifest(
          "error validating \"%s\": error validating data: %s not set; if you choose to ignore these errors, turn validation off with --validate=false"
              .formatted(source, field));
    }
  }
}
