package dev.coxswain.kubectl.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.rest.RestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The server's resources, asked for once, in two requests (aggregated discovery, version v2).
public final class Discovery {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

  private final RestClient client;
  private List<ApiResource> resources = List.of();

  public Discovery(RestClient client) {
    this.client = client;
  }

  /// Everything, in the server's order of preference: the first of several versions is the
  /// preferred one.
  public List<ApiResource> all() {
    if (resources.isEmpty()) {
      List<ApiResource> found = new ArrayList<>();
      collect(client.get("/api", AGGREGATED), found);
      collect(client.get("/apis", AGGREGATED), found);
      resources = List.copyOf(found);
    }
    return resources;
  }

  /// The resource that a person means by a word such as `po`, `Deployment` or
  /// `events.events.k8s.io`.
  ///
  /// @throws UnknownResource if the server has none of that name
  public ApiResource named(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    return all().stream()
        .filter(resource -> resource.isCalled(name))
        .findFirst()
        .orElseThrow(() -> new UnknownResource(word));
  }

  /// The resources of a category such as `all`; none when there is no such category.
  public List<ApiResource> inCategory(String category) {
    return all().stream().filter(resource -> resource.categories().contains(category)).toList();
  }

  /// The resource under which objects of a kind are served.
  public Optional<ApiResource> ofKind(String apiVersion, String kind) {
    return all().stream()
        .filter(resource -> resource.apiVersion().equals(apiVersion))
        .filter(resource -> resource.kind().equals(kind))
        .findFirst();
  }

  /// A word that names no resource.
  public static final class UnknownResource extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownResource(String word) {
      super("the server doesn't have a resource type \"" + word + "\"");
    }
  }

  private static void collect(JsonNode groups, List<ApiResource> found) {
    for (JsonNode group : groups.path("items")) {
      String name = group.path("metadata").path("name").asText();
      for (JsonNode version : group.path("versions")) {
        for (JsonNode resource : version.path("resources")) {
          found.add(read(name, version.path("version").asText(), resource));
        }
      }
    }
  }

  private static ApiResource read(String group, String version, JsonNode resource) {
    return new ApiResource(
        group,
        version,
        resource.path("responseKind").path("kind").asText(),
        resource.path("resource").asText(),
        resource.path("singularResource").asText(),
        resource.path("scope").asText().equals("Namespaced"),
        texts(resource.path("shortNames")).toList(),
        texts(resource.path("categories")).toList(),
        texts(resource.path("verbs")).toList());
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }
}
