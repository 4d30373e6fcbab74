package dev.coxswain.kubelet.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a request wants of the node, in the words of authorization: a verb on subresources of
/// `nodes`, any one of which is enough.
///
/// @param subresources the narrowest first
public record Asked(String verb, List<String> subresources) {
  private static final String EVERYTHING = "proxy";

  private static final Map<String, String> VERBS =
      Map.of("POST", "create", "GET", "get", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

  /// Paths that have a subresource of their own.
  private static final Map<String, String> OWN =
      Map.ofEntries(
          Map.entry("stats", "stats"),
          Map.entry("metrics", "metrics"),
          Map.entry("logs", "log"),
          Map.entry("checkpoint", "checkpoint"),
          Map.entry("statusz", "statusz"),
          Map.entry("flagz", "flagz"));

  /// Paths for which a narrower right does as well as the one to everything.
  private static final Map<String, String> NARROWER =
      Map.of("pods", "pods", "runningpods", "pods", "healthz", "healthz", "configz", "configz");

  public Asked {
    subresources = List.copyOf(subresources);
  }

  /// @param method of HTTP; one without a verb of its own has the empty verb
  /// @param words of the path, as they decide what is served
  public static Asked of(String method, List<String> words) {
    var first = words.isEmpty() ? "" : words.getFirst();
    var subresources = new ArrayList<String>();
    if (NARROWER.containsKey(first)) {
      subresources.add(NARROWER.get(first));
    }
    subresources.add(OWN.getOrDefault(first, EVERYTHING));
    return new Asked(VERBS.getOrDefault(method, ""), subresources);
  }

  /// What has neither method nor path, such as a call by gRPC.
  public static Asked ofEverything(String verb) {
    return new Asked(verb, List.of(EVERYTHING));
  }
}
