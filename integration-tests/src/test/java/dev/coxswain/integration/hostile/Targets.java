package dev.coxswain.integration.hostile;

import dev.coxswain.integration.simulation.Chance;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Paths and queries, mostly of things that exist.
record Targets(Chance chance, Oddities oddities) {
  private static final List<String> PARAMETERS =
      List.of(
          "limit",
          "continue",
          "labelSelector",
          "fieldSelector",
          "resourceVersion",
          "resourceVersionMatch",
          "timeoutSeconds",
          "timeout",
          "dryRun",
          "fieldManager",
          "fieldValidation",
          "force",
          "pretty",
          "allowWatchBookmarks",
          "sendInitialEvents",
          "gracePeriodSeconds",
          "propagationPolicy",
          "orphanDependents",
          "includeObject",
          "shardSelector",
          "");
  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "-1",
          "true",
          "false",
          "All",
          "Exact",
          "NotOlderThan",
          "Strict",
          "Warn",
          "Background",
          "Orphan",
          "1s",
          "-1s",
          "9999999h",
          "99999999999999999999",
          "app=hostile",
          "app in (a,b),!c",
          "metadata.name=x",
          "status.phase!=Running",
          "a in (",
          "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhXHUwMDAwIn0",
          "Metadata");
  private static final List<String> DAMAGE =
      List.of("%00", "%ff%fe", "%2e%2e", "//", "/..", "%", "%zz", "?", "#", ";", "%0d%0a", "*");
  private static final List<String> OTHERS =
      List.of(
          "/",
          "/api",
          "/apis",
          "/api/v1",
          "/apis/apps/v1",
          "/version",
          "/healthz",
          "/readyz?verbose",
          "/livez",
          "/metrics",
          "/openapi/v2",
          "/openapi/v3",
          "/openapi/v3/api/v1",
          "/apis/nothing/v1/things",
          "/api/v1/pods",
          "/api/v1/namespaces/hostile",
          "/api/v1/namespaces/hostile/pods/x/exec",
          "/api/v1/namespaces/hostile/pods/x/proxy/a",
          "/api/v1/namespaces/hostile/services/x/proxy",
          "/.well-known/openid-configuration");

  String collection(Manifest manifest) {
    return damagedSometimes(manifest.collection()) + query();
  }

  String item(Manifest manifest) {
    var subresources = manifest.subresources();
    String subresource =
        subresources.isEmpty() || !chance.oneIn(4) ? "" : "/" + chance.pick(subresources);
    return damagedSometimes(manifest.collection() + "/x" + subresource) + query();
  }

  String other() {
    String path = damagedSometimes(chance.pick(OTHERS));
    return path.contains("?") ? path : path + query();
  }

  /// A watch of somebody who soon goes away.
  String watch(Manifest manifest) {
    return manifest.collection() + "?watch=1&timeoutSeconds=1" + query().replace('?', '&');
  }

  private String damagedSometimes(String path) {
    if (!chance.oneIn(30)) {
      return path;
    }
    int at = 1 + chance.below(path.length());
    String damage = chance.oneIn(10) ? "x".repeat(9000) : chance.pick(DAMAGE);
    return path.substring(0, at) + damage + path.substring(at);
  }

  private String query() {
    var query = new StringBuilder();
    for (int i = chance.below(4); i > 0; i--) {
      String value = chance.oneIn(5) ? oddities.text() : chance.pick(VALUES);
      query.append(query.isEmpty() ? '?' : '&').append(chance.pick(PARAMETERS)).append('=');
      query.append(chance.oneIn(30) ? "%" : URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
    return query.toString();
  }
}
