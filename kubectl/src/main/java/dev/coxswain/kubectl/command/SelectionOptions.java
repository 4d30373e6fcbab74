package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// Which objects of a collection: by namespace, labels and fields.
final class SelectionOptions {
  private static final int CHUNK = 500;

  @Option(
      names = {"-l", "--selector"},
      defaultValue = "",
      description = "Label selector, such as a=b,c!=d.")
  String selector;

  @Option(names = "--field-selector", defaultValue = "", description = "Field selector.")
  String fieldSelector;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "The objects of all namespaces.")
  boolean allNamespaces;

  /// The selectors as query parameters; the list may be added to.
  List<String> query() {
    List<String> query = new ArrayList<>();
    if (!selector.isEmpty()) {
      query.add("labelSelector=" + ApiResource.encode(selector));
    }
    if (!fieldSelector.isEmpty()) {
      query.add("fieldSelector=" + ApiResource.encode(fieldSelector));
    }
    return query;
  }

  boolean isSet() {
    return !selector.isEmpty() || !fieldSelector.isEmpty();
  }

  /// The collection in chunks, as the server hands them out.
  List<JsonNode> list(Session session, ApiResource resource, String accept) {
    return list(session, resource, accept, false);
  }

  /// @param whole whether rows of tables come with the whole of their objects
  List<JsonNode> list(Session session, ApiResource resource, String accept, boolean whole) {
    String path = resource.path(allNamespaces ? "" : session.namespace());
    List<JsonNode> chunks = new ArrayList<>();
    String token = "";
    do {
      var query = query();
      query.add("limit=" + CHUNK);
      if (whole) {
        query.add("includeObject=Object");
      }
      if (!token.isEmpty()) {
        query.add("continue=" + ApiResource.encode(token));
      }
      JsonNode chunk = session.client().get(path + "?" + String.join("&", query), accept);
      chunks.add(chunk);
      token = chunk.path("metadata").path("continue").asText();
    } while (!token.isEmpty());
    return chunks;
  }
}
