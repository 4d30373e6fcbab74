package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.discovery.ApiResource;

/// An object that a command is about.
///
/// @param object as the server has it
record Target(ApiResource resource, JsonNode object) {
  String name() {
    return object.path("metadata").path("name").asText();
  }

  String namespace() {
    return object.path("metadata").path("namespace").asText();
  }

  String path() {
    return resource.path(namespace(), name());
  }

  /// `deployment.apps/web`
  String display() {
    return resource.display(name());
  }
}
