package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.HttpReply;
import dev.coxswain.apiserver.request.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a client should know though its request succeeds; each text once. Texts that no header can
/// carry are left out; when there are too many, each is cut short, and then the rest is left out.
final class Warnings {
  /// Of all texts together, in code points.
  private static final int LIMIT = 4096;

  /// Of one text, when all together were too long.
  private static final int SHORT = 256;

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
    for (var text : told()) {
      var quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
      reply = reply.with("Warning", "299 - \"" + quoted + "\"");
    }
    return reply;
  }

  private List<String> told() {
    var printable = texts.stream().filter(Warnings::fitsHeader).toList();
    if (printable.stream().mapToInt(Warnings::length).sum() <= LIMIT) {
      return printable;
    }
    var told = new ArrayList<String>();
    int written = 0;
    for (var text : printable) {
      if (written >= LIMIT) {
        break;
      }
      int end = text.offsetByCodePoints(0, Math.min(SHORT, length(text)));
      told.add(text.substring(0, end));
      written += Math.min(SHORT, length(text));
    }
    return told;
  }

  private static boolean fitsHeader(String text) {
    return !text.isEmpty() && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
