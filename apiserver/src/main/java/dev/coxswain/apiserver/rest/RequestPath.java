package dev.coxswain.apiserver.rest;

import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.QueryParameters;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// What a path says by its form alone, before anybody knows whether there is such a resource.
///
/// @param verb as authorization rules spell it; the HTTP method in lower case if this is no
///   resource
/// @param watchPath whether it is one of the old `/watch/` paths
/// @param rest what follows the subresource
record RequestPath(
    boolean isResource,
    String path,
    String verb,
    GroupVersion groupVersion,
    String namespace,
    String resource,
    String name,
    String subresource,
    boolean watchPath,
    List<String> rest) {
  private static final Set<String> OF_NAMESPACES = Set.of("status", "finalize");

  static RequestPath of(HttpCall call, QueryParameters query) {
    var parts = segments(call.path());
    boolean core = !parts.isEmpty() && parts.getFirst().equals("api");
    boolean grouped = !parts.isEmpty() && parts.getFirst().equals("apis");
    if (!(core && parts.size() >= 3) && !(grouped && parts.size() >= 4)) {
      return plain(call);
    }
    var gv =
        core ? new GroupVersion("", parts.get(1)) : new GroupVersion(parts.get(1), parts.get(2));
    return resource(call, query, gv, parts.subList(core ? 2 : 3, parts.size()));
  }

  /// What authorizers see.
  Attributes attributes(UserInfo user) {
    return isResource
        ? Attributes.of(
            user,
            verb,
            groupVersion.group(),
            groupVersion.version(),
            resource,
            subresource,
            namespace,
            name)
        : Attributes.ofPath(user, verb, path);
  }

  private static RequestPath plain(HttpCall call) {
    return new RequestPath(
        false,
        decode(call.path()),
        call.method().toLowerCase(java.util.Locale.ROOT),
        new GroupVersion("", ""),
        "",
        "",
        "",
        "",
        false,
        List.of());
  }

  private static RequestPath resource(
      HttpCall call, QueryParameters query, GroupVersion gv, List<String> segments) {
    boolean watchPath = segments.getFirst().equals("watch") && segments.size() > 1;
    var parts = watchPath ? segments.subList(1, segments.size()) : segments;
    var namespace = "";
    if (parts.getFirst().equals("namespaces")
        && parts.size() > 2
        && !OF_NAMESPACES.contains(parts.get(2))) {
      namespace = parts.get(1);
      parts = parts.subList(2, parts.size());
    }
    var name = parts.size() > 1 ? parts.get(1) : "";
    boolean collection = name.isEmpty();
    if (collection) {
      name = Attributes.selectedName(query.text("fieldSelector"));
    }
    return new RequestPath(
        true,
        decode(call.path()),
        watchPath ? "watch" : verb(call.method(), collection, query.flag("watch")),
        gv,
        namespace,
        parts.getFirst(),
        name,
        parts.size() > 2 ? parts.get(2) : "",
        watchPath,
        List.copyOf(parts.subList(Math.min(3, parts.size()), parts.size())));
  }

  private static String verb(String method, boolean collection, boolean watch) {
    return switch (method) {
      case "GET", "HEAD" -> collection ? (watch ? "watch" : "list") : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> collection ? "deletecollection" : "delete";
      default -> "";
    };
  }

  private static List<String> segments(String path) {
    var parts = new ArrayList<String>();
    Arrays.stream(path.split("/"))
        .filter(part -> !part.isEmpty())
        .map(RequestPath::decode)
        .forEach(parts::add);
    return parts;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // Not percent-encoded after all; it will name nothing.
    }
  }
}
