package dev.coxswain.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.YamlCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A kubeconfig file. Files that it names are relative to it.
public final class Kubeconfig {
  private final JsonNode root;
  private final Path directory;

  private Kubeconfig(JsonNode root, Path directory) {
    this.root = root;
    this.directory = directory;
  }

  /// Reads the file.
  ///
  /// @throws UncheckedIOException if it can't be read
  /// @throws IllegalArgumentException if it is no kubeconfig
  public static Kubeconfig load(Path file) {
    var text = read(file);
    try {
      var documents = YamlCodec.documents(text);
      if (documents.size() != 1 || !documents.getFirst().isObject()) {
        throw new IllegalArgumentException(
            file + " is no kubeconfig: wants one YAML document with an object");
      }
      return new Kubeconfig(documents.getFirst(), file.toAbsolutePath().getParent());
    } catch (DecodeException e) {
      throw new IllegalArgumentException(file + " is no kubeconfig: " + e.getMessage(), e);
    }
  }

  public String currentContext() {
    return root.path("current-context").asText();
  }

  /// The names of the contexts, in the file's order.
  public List<String> contexts() {
    var names = new ArrayList<String>();
    root.path("contexts").forEach(context -> names.add(context.path("name").asText()));
    return names;
  }

  /// What the current context says.
  public RestConfig config() {
    return config(currentContext());
  }

  /// What a context says.
  ///
  /// @throws IllegalArgumentException if it or what it names is missing
  public RestConfig config(String contextName) {
    var context = named("contexts", contextName, "context");
    var cluster = named("clusters", context.path("cluster").asText(), "cluster");
    var user = named("users", context.path("user").asText(), "user");
    if (!cluster.hasNonNull("server")) {
      throw new IllegalArgumentException(
          "the kubeconfig's cluster " + context.path("cluster") + " has no server");
    }
    return new RestConfig(
        URI.create(cluster.path("server").asText()),
        pem(cluster, "certificate-authority"),
        text(cluster, "tls-server-name"),
        cluster.path("insecure-skip-tls-verify").asBoolean(),
        identity(user),
        token(user),
        text(context, "namespace").orElse("default"));
  }

  private JsonNode named(String list, String name, String field) {
    for (var entry : root.path(list)) {
      if (entry.path("name").asText().equals(name)) {
        return entry.path(field);
      }
    }
    throw new IllegalArgumentException("the kubeconfig has no " + field + " \"" + name + "\"");
  }

  private Optional<RestConfig.Identity> identity(JsonNode user) {
    var certificates = pem(user, "client-certificate");
    var key = pem(user, "client-key");
    if (certificates.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "a kubeconfig's client certificate and client key go together");
    }
    return certificates.map(c -> new RestConfig.Identity(c, key.orElseThrow()));
  }

  private Optional<String> token(JsonNode user) {
    return text(user, "token")
        .or(() -> text(user, "tokenFile").map(file -> read(directory.resolve(file)).strip()));
  }

  private Optional<RestConfig.Pem> pem(JsonNode node, String field) {
    return text(node, field + "-data")
        .map(data -> new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII))
        .or(() -> text(node, field).map(file -> read(directory.resolve(file))))
        .map(RestConfig.Pem::new);
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
