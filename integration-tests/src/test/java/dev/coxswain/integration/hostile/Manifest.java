package dev.coxswain.integration.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// A valid object of some kind, and where it is written.
///
/// @param collection the path of its collection
/// @param object its name is `x`
record Manifest(String collection, List<String> subresources, JsonNode object) {

  /// One of each kind that matters.
  static List<Manifest> all() {
    try (var file = Manifest.class.getResourceAsStream("/hostile/manifests.json")) {
      var manifests = new ArrayList<Manifest>();
      for (var entry : new ObjectMapper().readTree(file)) {
        var subresources = new ArrayList<String>();
        entry.path("subresources").forEach(name -> subresources.add(name.asText()));
        manifests.add(
            new Manifest(
                entry.path("collection").asText(),
                List.copyOf(subresources),
                entry.path("object")));
      }
      return List.copyOf(manifests);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isNamespaced() {
    return collection.contains("/namespaces/");
  }
}
