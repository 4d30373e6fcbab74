package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.Base64;

/// Where a list in pages goes on: upstream's token, base64 of
/// `{"v":"meta.k8s.io/v1","rv":7,"start":"ns/name\u0000"}`.
///
/// @param revision of the list's state; -1 to go on with whatever is there now
/// @param start the first key that is meant, below the prefix that the listed keys share
record ContinueToken(long revision, String start) {
  private static final String VERSION = "meta.k8s.io/v1";

  String encode() {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("v", VERSION).put("rv", revision).put("start", start);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonCodec.toJson(tree));
  }

  static ContinueToken decode(String text) {
    try {
      var tree = JsonCodec.parse(Base64.getUrlDecoder().decode(text));
      long revision = tree.path("rv").asLong();
      var start = tree.path("start").asText();
      if (!VERSION.equals(tree.path("v").asText())) {
        throw refusal(
            "server does not recognize this encoded version \"" + tree.path("v").asText() + "\"");
      }
      if (revision == 0) {
        throw refusal("incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
      }
      if (start.isEmpty() || start.contains("../") || start.startsWith("/")) {
        throw refusal("encoded start key empty or invalid (version meta.k8s.io/v1)");
      }
      return new ContinueToken(revision, start);
    } catch (IllegalArgumentException | DecodeException e) {
      throw refusal(e.getMessage());
    }
  }

  private static ApiException refusal(String why) {
    return Refusals.badRequest("continue key is not valid: " + why);
  }
}
