package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.kubectl.discovery.ApiResource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Option;

/// Which container of which pod: by the pod's name, or by what owns pods, such as `deployment/web`.
final class PodOptions {
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  @Option(
      names = {"-c", "--container"},
      description = "The container; the pod's default one when left out.")
  String container;

  /// The pod that a word means; of several, the first that runs.
  JsonNode find(Session session, String word) {
    var pods = session.discovery().named("pods");
    int slash = word.indexOf('/');
    if (slash < 0) {
      return session.client().get(pods.path(session.namespace(), word));
    }
    var resource = session.discovery().named(word.substring(0, slash));
    JsonNode object =
        session.client().get(resource.path(session.namespace(), word.substring(slash + 1)));
    if (resource.equals(pods)) {
      return object;
    }
    return firstRunning(session, pods, selector(object, resource));
  }

  private static JsonNode firstRunning(Session session, ApiResource pods, String selector) {
    JsonNode found =
        session
            .client()
            .get(pods.path(session.namespace()) + "?labelSelector=" + ApiResource.encode(selector));
    List<JsonNode> items = StreamSupport.stream(found.path("items").spliterator(), false).toList();
    return items.stream()
        .filter(pod -> pod.path("status").path("phase").asText().equals("Running"))
        .findFirst()
        .or(() -> items.stream().findFirst())
        .orElseThrow(() -> new KubectlAction.Failure("timed out waiting for the condition"));
  }

  /// The labels of the pods that belong to an object.
  static String selector(JsonNode object, ApiResource resource) {
    JsonNode selector = object.path("spec").path("selector");
    JsonNode labels = selector.has("matchLabels") ? selector.path("matchLabels") : selector;
    if (labels.isEmpty()) {
      throw new KubectlAction.Failure(
          "cannot attach to %s: selector for %s not implemented"
              .formatted(resource.kind(), resource.plural()));
    }
    return labels.properties().stream()
        .map(label -> label.getKey() + "=" + label.getValue().asText())
        .collect(Collectors.joining(","));
  }

  /// The container asked for, the one that an annotation names, or the first; told when there was a
  /// choice.
  String containerOf(Session session, JsonNode pod) {
    if (container != null) {
      return container;
    }
    String annotated = pod.path("metadata").path("annotations").path(DEFAULT_CONTAINER).asText();
    if (!annotated.isEmpty()) {
      return annotated;
    }
    JsonNode containers = pod.path("spec").path("containers");
    String first = containers.path(0).path("name").asText();
    if (containers.size() > 1) {
      String names =
          StreamSupport.stream(containers.spliterator(), false)
              .map(one -> one.path("name").asText())
              .collect(Collectors.joining(", "));
      session.complain("Defaulted container \"%s\" out of: %s".formatted(first, names));
    }
    return first;
  }

  static String path(Session session, JsonNode pod) {
    var metadata = pod.path("metadata");
    return session
        .discovery()
        .named("pods")
        .path(metadata.path("namespace").asText(), metadata.path("name").asText());
  }
}
