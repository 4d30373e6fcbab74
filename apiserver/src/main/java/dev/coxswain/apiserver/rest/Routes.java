package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.request.Target;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which paths and methods are served, from the scheme.
final class Routes {
  /// Subresources that connect to a node instead of an object.
  private static final Set<String> CONNECTED =
      Set.of("log", "exec", "attach", "portforward", "proxy");

  /// What collections take without a namespace.
  private static final Set<String> ACROSS_NAMESPACES = Set.of("list", "watch");

  private final Scheme scheme;

  Routes(Scheme scheme) {
    this.scheme = scheme;
  }

  /// What the path is about; empty if its group and version are not served at all.
  ///
  /// @throws ApiException if they are, but the resource is not, or not with this verb
  Optional<Target> target(RequestPath path) {
    if (!scheme.groupVersions().contains(path.groupVersion())) {
      return Optional.empty();
    }
    var gv = path.groupVersion();
    var resource =
        scheme
            .resource(gv.group(), gv.version(), path.resource())
            .orElseThrow(() -> ApiException.of(new Refusal.PathNotFound()));
    checkPlace(resource, path);
    checkVerb(resource, path);
    return Optional.of(
        new Target(resource, path.namespace(), objectName(path), path.subresource()));
  }

  /// Whether the request is to be relayed to a node.
  static boolean connects(RequestPath path) {
    return CONNECTED.contains(path.subresource());
  }

  private static String objectName(RequestPath path) {
    return Set.of("list", "watch", "deletecollection").contains(path.verb()) ? "" : path.name();
  }

  private static void checkPlace(ResourceType resource, RequestPath path) {
    boolean misplaced = resource.namespaced() != !path.namespace().isEmpty();
    boolean everywhere = resource.namespaced() && objectName(path).isEmpty();
    boolean subresource =
        path.subresource().isEmpty()
            || (resource.subresource(path.subresource()).isPresent()
                && (path.rest().isEmpty() || path.subresource().equals("proxy")));
    if ((misplaced && !everywhere) || !subresource) {
      throw ApiException.of(new Refusal.PathNotFound());
    }
    if (misplaced && !ACROSS_NAMESPACES.contains(path.verb())) {
      throw ApiException.of(new Refusal.MethodNotAllowed());
    }
  }

  private static void checkVerb(ResourceType resource, RequestPath path) {
    List<String> served =
        path.subresource().isEmpty()
            ? resource.options().getVerbsList()
            : resource.subresource(path.subresource()).orElseThrow().getVerbsList();
    boolean named = !objectName(path).isEmpty();
    boolean fits =
        switch (path.verb()) {
          case "create" -> named == !path.subresource().isEmpty();
          case "get", "update", "patch", "delete" -> named;
          default -> true;
        };
    if (!fits || !served.contains(path.verb())) {
      throw ApiException.of(new Refusal.MethodNotAllowed());
    }
  }
}
