package dev.coxswain.kubectl.discovery;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One resource that the server serves.
///
/// @param group empty for the core group
/// @param verbs as discovery lists them
public record ApiResource(
    String group,
    String version,
    String kind,
    String plural,
    String singular,
    boolean namespaced,
    List<String> shortNames,
    List<String> categories,
    List<String> verbs) {

  public ApiResource {
    shortNames = List.copyOf(shortNames);
    categories = List.copyOf(categories);
    verbs = List.copyOf(verbs);
  }

  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /// `deployments.apps`, or `pods` in the core group.
  public String groupResource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /// `deployment.apps/web`, or `pod/web` in the core group.
  public String display(String name) {
    return (group.isEmpty() ? singular : singular + "." + group) + "/" + name;
  }

  /// `deployment.apps`, or `pod` in the core group.
  public String called() {
    return group.isEmpty() ? singular : singular + "." + group;
  }

  /// Where the collection is.
  ///
  /// @param namespace ignored for cluster-scoped resources; empty for all namespaces
  public String path(String namespace) {
    String base = (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version;
    return namespaced && !namespace.isEmpty()
        ? base + "/namespaces/" + encode(namespace) + "/" + plural
        : base + "/" + plural;
  }

  /// Where one object is.
  public String path(String namespace, String name) {
    return path(namespace) + "/" + encode(name);
  }

  public boolean isCalled(String name) {
    return name.equals(plural)
        || name.equals(singular)
        || shortNames.contains(name)
        || name.equals(plural + "." + group)
        || name.equals(singular + "." + group)
        || name.equals(plural + "." + version + "." + group);
  }

  /// For use in paths and queries.
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
