package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.request.Target;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What a client should know though its request succeeds; each text once.
final class Warnings {
  private static final Map<String, String> DEPRECATED =
      Map.of(
          "v1/endpoints",
              "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
          "v1/componentstatuses", "v1 ComponentStatus is deprecated in v1.19+");

  private final Set<String> texts = new LinkedHashSet<>();

  synchronized void add(String text) {
    texts.add(text);
  }

  void addDeprecation(Target target) {
    var resource = target.resource();
    var text = DEPRECATED.get(resource.groupVersion().apiVersion() + "/" + resource.plural());
    if (text != null) {
      add(text);
    }
  }

  synchronized HttpReply addTo(HttpReply reply) {
    for (var text : texts) {
      var quoted = text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\r\\n]+", " ");
      reply = reply.with("Warning", "299 - \"" + quoted + "\"");
    }
    return reply;
  }
}
