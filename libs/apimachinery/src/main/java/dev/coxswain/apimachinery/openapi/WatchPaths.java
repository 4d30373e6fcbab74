package dev.coxswain.apimachinery.openapi;

import dev.coxswain.api.meta.v1.ListOptions;
import dev.coxswain.api.meta.v1.WatchEvent;
import dev.coxswain.apimachinery.scheme.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The old paths of watches, with `watch` in them instead of in the query.
final class WatchPaths {
  private final ResourceType resource;
  private final List<Parameter> options;

  private WatchPaths(ResourceType resource, Comments comments) {
    this.resource = resource;
    options = Parameter.of(ListOptions.getDescriptor(), comments);
  }

  /// @param collection parameters of the path of the resource's collection
  /// @param item parameters of the path of one object
  static List<Path> of(
      ResourceType resource, Comments comments, List<Parameter> collection, List<Parameter> item) {
    return resource.supports("watch")
        ? new WatchPaths(resource, comments).all(collection, item)
        : List.of();
  }

  private List<Path> all(List<Parameter> collection, List<Parameter> item) {
    var kind = resource.kind().kind();
    var prefix = ResourcePaths.prefix(resource.groupVersion()) + "/watch/";
    var scope = resource.namespaced() ? "Namespaced" : "";
    var paths = new ArrayList<Path>();
    if (resource.namespaced()) {
      paths.add(
          path(
              prefix + resource.plural(),
              collection.stream().filter(p -> !p.required()).toList(),
              "watchlist",
              kind + "ListForAllNamespaces"));
      prefix += "namespaces/{namespace}/";
    }
    var address = prefix + resource.plural();
    paths.add(path(address, collection, "watchlist", scope + kind + "List"));
    paths.add(path(address + "/{name}", item, "watch", scope + kind));
    return paths;
  }

  private Path path(String path, List<Parameter> shared, String action, String id) {
    var parameters = new ArrayList<>(shared);
    parameters.addAll(options);
    var operation =
        new Operation(
            "get",
            action,
            "watch" + Names.title(resource.groupVersion()) + id,
            "follow changes of kind "
                + resource.kind().kind()
                + "; old, list with the parameter watch instead",
            Names.tag(resource.groupVersion()),
            Optional.of(resource.kind().gvk()),
            List.of(),
            Optional.empty(),
            new Answer.Typed(WatchEvent.getDescriptor()));
    return new Path(path, parameters, List.of(operation));
  }
}
