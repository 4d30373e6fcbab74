package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The OpenAPI documents of the whole API. Each call makes its document anew; that takes a moment,
/// so keep it.
public final class OpenApi {
  private static final String VERSION = "v1.36.0";

  private OpenApi() {}

  /// For which paths below `/openapi/v3/` there is a document: `api/v1`, `apis/apps/v1`.
  public static List<String> v3Index() {
    return Scheme.kubernetes().groupVersions().stream()
        .map(gv -> ResourcePaths.prefix(gv).substring(1))
        .toList();
  }

  /// The document of one group and version as JSON; only its paths and what they need.
  ///
  /// @throws IllegalArgumentException if nothing is served under them
  public static byte[] v3(String group, String version) {
    var gv = new GroupVersion(group, version);
    if (!Scheme.kubernetes().groupVersions().contains(gv)) {
      throw new IllegalArgumentException("wants a served group and version, got " + gv);
    }
    var comments = Comments.ofContract();
    var served = resources().filter(r -> r.groupVersion().equals(gv));
    return JsonCodec.toJson(OpenApiV3.document(paths(served, comments), comments));
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
    return OpenApiV2.document(paths(resources(), comments), comments);
  }

  private static Stream<ResourceType> resources() {
    return Scheme.kubernetes().resources().stream();
  }

  private static List<Path> paths(Stream<ResourceType> resources, Comments comments) {
    var paths = new ArrayList<Path>();
    resources.forEach(resource -> paths.addAll(ResourcePaths.of(resource, comments)));
    return paths;
  }
}
