package dev.coxswain.apiserver.discovery;

import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// `/`: the paths that there are.
public final class RootEndpoint implements Endpoint {
  private static final List<String> FIXED =
      List.of(
          "/api",
          "/apis",
          "/apis/",
          "/metrics",
          "/openapi/v2",
          "/openapi/v3",
          "/openapi/v3/",
          "/version");

  private final byte[] document;

  /// @param others paths besides those of the scheme and the documents about it
  public RootEndpoint(Scheme scheme, List<String> others) {
    var paths = new TreeSet<>(FIXED);
    paths.addAll(others);
    for (var gv : scheme.groupVersions()) {
      paths.add(path(gv));
      if (!gv.group().isEmpty()) {
        paths.add("/apis/" + gv.group());
      }
    }
    document =
        Documents.utf8(
            paths.stream()
                .map(path -> "    \"" + path + "\"")
                .collect(Collectors.joining(",\n", "{\n  \"paths\": [\n", "\n  ]\n}")));
  }

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    return call.path().equals("/")
        ? Optional.of(HttpReply.of(200, "application/json", document))
        : Optional.empty();
  }

  private static String path(GroupVersion gv) {
    return gv.group().isEmpty() ? "/api/" + gv.version() : "/apis/" + gv.apiVersion();
  }
}
