package dev.coxswain.kubectl.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.YamlCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A kubeconfig as a document, to show and to change.
public record ConfigFile(Path path) {
  private static final Map<String, List<String>> SECRETS =
      Map.of(
          "DATA+OMITTED",
          List.of("certificate-authority-data", "client-certificate-data", "client-key-data"),
          "REDACTED",
          List.of("token", "password"));

  /// The file that the flag names, or the one that would be used without it.
  public static ConfigFile find(Path flag) {
    return new ConfigFile(
        Optional.ofNullable(flag)
            .or(ConnectionConfig::findFile)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".kube", "config")));
  }

  /// The document; one without contexts when there is no file.
  public ObjectNode content() throws IOException {
    if (Files.exists(path)
        && YamlCodec.documents(Files.readString(path)).iterator().next()
            instanceof ObjectNode object) {
      return object;
    }
    var empty = JsonNodeFactory.instance.objectNode();
    empty.put("apiVersion", "v1");
    for (String list : List.of("clusters", "contexts")) {
      empty.putNull(list);
    }
    empty.put("current-context", "").put("kind", "Config");
    empty.putObject("preferences");
    empty.putNull("users");
    return empty;
  }

  public void write(ObjectNode config) throws IOException {
    Files.writeString(path, YamlCodec.toYaml(config));
  }

  /// Only a context, its cluster and its user.
  ///
  /// @param context the current one when null
  public ObjectNode minified(String context) throws IOException {
    ObjectNode config = content();
    String name = context == null ? config.path("current-context").asText() : context;
    config.put("current-context", name);
    keep(config, "contexts", name);
    JsonNode about = config.path("contexts").path(0).path("context");
    keep(config, "clusters", about.path("cluster").asText());
    keep(config, "users", about.path("user").asText());
    return config;
  }

  private static void keep(ObjectNode config, String list, String name) {
    var kept = JsonNodeFactory.instance.arrayNode();
    named(config, list, name).ifPresent(kept::add);
    config.set(list, kept);
  }

  /// An entry of one of the lists.
  public static Optional<ObjectNode> named(ObjectNode config, String list, String name) {
    for (JsonNode entry : config.path(list)) {
      if (entry.path("name").asText().equals(name)) {
        return Optional.of((ObjectNode) entry);
      }
    }
    return Optional.empty();
  }

  /// Puts the contents of files in the place of their names.
  public void flatten(ObjectNode config) throws IOException {
    for (JsonNode cluster : config.path("clusters")) {
      inline(cluster.path("cluster"), "certificate-authority");
    }
    for (JsonNode user : config.path("users")) {
      inline(user.path("user"), "client-certificate");
      inline(user.path("user"), "client-key");
    }
  }

  private void inline(JsonNode node, String field) throws IOException {
    if (node instanceof ObjectNode object && object.has(field)) {
      Path file = path.toAbsolutePath().resolveSibling(object.remove(field).asText());
      object.put(field + "-data", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    }
  }

  /// Keys, certificates and tokens are shown to nobody who does not ask for them.
  public static void hideSecrets(ObjectNode config) {
    for (String field : List.of("cluster", "user")) {
      for (JsonNode entry : config.path(field + "s")) {
        if (entry.path(field) instanceof ObjectNode object) {
          SECRETS.forEach((shown, names) ->
              names.stream().filter(object::has).forEach(name -> object.put(name, shown)));
        }
      }
    }
  }
}
