package dev.coxswain.apiserver.admission.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The configuration of single steps, as `--admission-control-config-file` gives it: an
/// `AdmissionConfiguration` that holds each plugin's configuration, or names a file with it.
public final class AdmissionConfiguration {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, JsonNode> plugins;

  private AdmissionConfiguration(Map<String, JsonNode> plugins) {
    this.plugins = plugins;
  }

  public static AdmissionConfiguration none() {
    return new AdmissionConfiguration(Map.of());
  }

  /// Reads the file and those that it names, relative to itself.
  ///
  /// @throws IllegalArgumentException if it is no such configuration
  /// @throws UncheckedIOException if it cannot be read
  public static AdmissionConfiguration read(Path file) {
    var plugins = new TreeMap<String, JsonNode>();
    var root = tree(file);
    if (!root.path("kind").asText().equals("AdmissionConfiguration")) {
      throw new IllegalArgumentException(
          "%s: wants kind AdmissionConfiguration, got %s".formatted(file, root.path("kind")));
    }
    for (var plugin : root.path("plugins")) {
      var name = plugin.path("name").asText();
      var path = plugin.path("path").asText("");
      if (!path.isEmpty()) {
        plugins.put(name, tree(file.toAbsolutePath().resolveSibling(path)));
      } else if (plugin.path("configuration").isObject()) {
        plugins.put(name, plugin.path("configuration"));
      }
    }
    return new AdmissionConfiguration(plugins);
  }

  private static JsonNode tree(Path file) {
    try {
      return JsonCodec.parse(YamlCodec.toJson(Files.readAllBytes(file)));
    } catch (DecodeException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The configuration of a plugin, if it has one.
  ///
  /// @param kind that it must be of
  /// @throws IllegalArgumentException if it is another one, or does not make sense
  <T> Optional<T> of(String plugin, String kind, Class<T> type) {
    return node(plugin)
        .map(node -> {
          if (!node.path("kind").asText().equals(kind)) {
            throw new IllegalArgumentException(
                "%s: wants kind %s, got %s".formatted(plugin, kind, node.path("kind")));
          }
          var fields = ((ObjectNode) node).deepCopy();
          fields.remove("kind");
          fields.remove("apiVersion");
          try {
            return MAPPER.treeToValue(fields, type);
          } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(plugin + ": " + e.getOriginalMessage(), e);
          }
        });
  }

  /// The configuration of a plugin that has no kind.
  Optional<JsonNode> node(String plugin) {
    return Optional.ofNullable(plugins.get(plugin));
  }
}
