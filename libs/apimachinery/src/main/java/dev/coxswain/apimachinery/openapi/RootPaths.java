package dev.coxswain.apimachinery.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import dev.coxswain.api.meta.v1.APIGroup;
import dev.coxswain.api.meta.v1.APIGroupList;
import dev.coxswain.api.meta.v1.APIResourceList;
import dev.coxswain.api.meta.v1.APIVersions;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The paths that tell about the server and its API.
final class RootPaths {
  private static final List<String> VERSION_FIELDS =
      List.of(
          "major",
          "minor",
          "gitVersion",
          "gitCommit",
          "gitTreeState",
          "buildDate",
          "goVersion",
          "compiler",
          "platform");
  private static final List<String> OTHER_VERSION_FIELDS =
      List.of("emulationMajor", "emulationMinor", "minCompatibilityMajor", "minCompatibilityMinor");

  private RootPaths() {}

  /// The paths outside groups and versions, by the names of the documents that have them.
  static Map<String, Path> byDocument() {
    var paths = new TreeMap<String, Path>();
    paths.put("api", discovery("/api/", "getCoreAPIVersions", "core", APIVersions.getDescriptor()));
    paths.put("apis", discovery("/apis/", "getAPIVersions", "apis", APIGroupList.getDescriptor()));
    for (var gv : Scheme.kubernetes().groupVersions()) {
      if (!gv.group().isEmpty()) {
        paths.put("apis/" + gv.group(), group(gv.group()));
      }
    }
    paths.put(
        ".well-known/openid-configuration",
        get(
            "/.well-known/openid-configuration/",
            "getServiceAccountIssuerOpenIDConfiguration",
            "where keys of service account tokens are and how they are used",
            "WellKnown",
            new Answer.Text("application/json")));
    paths.put(
        "openid/v1/jwks",
        get(
            "/openid/v1/jwks/",
            "getServiceAccountIssuerOpenIDKeyset",
            "the public keys that verify service account tokens",
            "openid",
            new Answer.Text("application/jwk-set+json")));
    paths.put(
        "version",
        get("/version/", "getCodeVersion", "the version of this server", "version", version()));
    return paths;
  }

  /// What there is in a group and version.
  static Path resources(GroupVersion gv) {
    return discovery(
        ResourcePaths.prefix(gv) + "/",
        "get" + Names.title(gv) + "APIResources",
        Names.tag(gv),
        APIResourceList.getDescriptor());
  }

  private static Path group(String group) {
    return discovery(
        "/apis/" + group + "/",
        "get" + Names.title(group) + "APIGroup",
        Names.tag(group),
        APIGroup.getDescriptor());
  }

  private static Path discovery(String path, String id, String tag, Descriptor result) {
    return get(path, id, "what is served below " + path, tag, new Answer.Typed(result));
  }

  private static Path get(String path, String id, String description, String tag, Answer answer) {
    var operation =
        new Operation(
            "get", "", id, description, tag, Optional.empty(), List.of(), Optional.empty(), answer);
    return new Path(path, List.of(), List.of(operation));
  }

  private static Answer version() {
    var schema = Dialect.object().put("type", "object");
    var properties = schema.putObject("properties");
    VERSION_FIELDS.forEach(field -> properties.putObject(field).put("type", "string"));
    OTHER_VERSION_FIELDS.forEach(field -> properties.putObject(field).put("type", "string"));
    VERSION_FIELDS.forEach(schema.putArray("required")::add);
    return new Answer.Described("io.k8s.apimachinery.pkg.version.Info", schema);
  }
}
