package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The OpenAPI documents of the whole API. Each call makes its document anew; that takes a moment,
/// so keep it.
public final class OpenApi {
  private static final String VERSION = "v1.36.0";

  private OpenApi() {}

  /// For which paths below `/openapi/v3/` there is a document, in order: `api`, `api/v1`,
  /// `apis/apps`, `apis/apps/v1`, `version`.
  public static List<String> v3Index() {
    return Stream.concat(
            RootPaths.byDocument().keySet().stream(),
            Scheme.kubernetes().groupVersions().stream().map(OpenApi::name))
        .sorted()
        .toList();
  }

  /// The document of one path of the index as JSON; only its paths and what they need.
  ///
  /// @throws IllegalArgumentException if there is none
  public static byte[] v3(String name) {
    var comments = Comments.ofContract();
    return JsonCodec.toJson(OpenApiV3.document(paths(name, comments), comments));
  }

  private static List<Path> paths(String name, Comments comments) {
    var root = RootPaths.byDocument().get(name);
    return root != null
        ? List.of(root)
        : Scheme.kubernetes().groupVersions().stream()
            .filter(gv -> name(gv).equals(name))
            .findFirst()
            .map(gv -> paths(gv, comments))
            .orElseThrow(
                () -> new IllegalArgumentException("wants a path of the index, got " + name));
  }

  private static String name(GroupVersion gv) {
    return ResourcePaths.prefix(gv).substring(1);
  }

  /// The version 2 document as JSON.
  public static byte[] v2() {
    return JsonCodec.toJson(v2Document());
  }

  /// The version 2 document as an `openapi.v2.Document` of protobuf, which older clients ask for.
  public static byte[] v2Protobuf() {
    return OpenApiV2Protobuf.document(v2Document());
  }

  static ObjectNode info() {
    return Dialect.object().put("title", "Kubernetes").put("version", VERSION);
  }

  private static ObjectNode v2Document() {
    var comments = Comments.ofContract();
    var paths = new ArrayList<>(RootPaths.byDocument().values());
    Scheme.kubernetes().groupVersions().forEach(gv -> paths.addAll(paths(gv, comments)));
    return OpenApiV2.document(paths, comments);
  }

  private static List<Path> paths(GroupVersion gv, Comments comments) {
    var paths = new ArrayList<Path>();
    paths.add(RootPaths.resources(gv));
    Scheme.kubernetes().resources().stream()
        .filter(resource -> resource.groupVersion().equals(gv))
        .forEach(resource -> paths.addAll(ResourcePaths.of(resource, comments)));
    return paths;
  }
}
