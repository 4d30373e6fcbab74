package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import java.util.List;
import picocli.CommandLine.Option;

/// `-f` and `-R`.
final class FileOptions {
  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      split = ",",
      description = "Files, folders or - for standard input.")
  List<String> places = List.of();

  @Option(
      names = {"-R", "--recursive"},
      description = "Also the folders within folders.")
  boolean recursive;

  /// How messages call the files.
  String source() {
    return String.join(",", places).replaceFirst("^-$", "STDIN");
  }

  boolean isSet() {
    return !places.isEmpty();
  }

  /// The resource of an object from a file.
  ///
  /// @throws KubectlAction.Failure when the server serves no such kind
  ApiResource resourceOf(Session session, JsonNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    return session
        .discovery()
        .ofKind(apiVersion, kind)
        .orElseThrow(() ->
            new KubectlAction.Failure(
                "resource mapping not found for name: \"%s\" namespace: \"%s\" from \"%s\": no matches for kind \"%s\" in version \"%s\"\nensure CRDs are installed first"
                    .formatted(
                        object.path("metadata").path("name").asText(),
                        object.path("metadata").path("namespace").asText(),
                        String.join(",", places),
                        kind,
                        apiVersion)));
  }
}
