package dev.coxswain.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/// Where a list in pages goes on: upstream's token, base64 of
/// `{"v":"meta.k8s.io/v1","rv":7,"start":"ns/name\u0000"}`.
///
/// @param revision of the list's state; -1 to go on with whatever is there now
/// @param start the first key that is meant, below the prefix that the listed keys share
record ContinueToken(long revision, String start) {
  private static final String VERSION = "meta.k8s.io/v1";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  boolean goesOnWithLatest() {
    return revision < 0;
  }

  String encode() {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.put("v", VERSION).put("rv", revision).put("start", start);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(JsonCodec.toJson(tree));
  }

  /// @throws ApiException.BadRequest if the text is no token of ours
  static ContinueToken decode(String text) {
    JsonNode tree;
    try {
      tree = JsonCodec.parse(bytes(text));
    } catch (DecodeException e) {
      throw refusal(": " + e.getMessage());
    }
    long revision = tree.path("rv").asLong();
    var start = tree.path("start").asText();
    if (!VERSION.equals(tree.path("v").asText())) {
      throw refusal(": server does not recognize this encoded version " + tree.path("v").asText());
    }
    if (revision == 0) {
      throw refusal(": incorrect encoded start resourceVersion (version meta.k8s.io/v1)");
    }
    if (start.isEmpty()) {
      throw refusal(": encoded start key empty (version meta.k8s.io/v1)");
    }
    if (!staysBelowItsPrefix(start)) {
      throw refusal(": " + start);
    }
    return new ContinueToken(revision, start.startsWith("/") ? start.substring(1) : start);
  }

  private static byte[] bytes(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (ALPHABET.indexOf(text.charAt(at)) < 0) {
        throw refusal(": illegal base64 data at input byte " + at);
      }
    }
    if (text.length() % 4 == 1) {
      throw refusal(": illegal base64 data at input byte " + (text.length() - 1));
    }
    return Base64.getUrlDecoder().decode(text);
  }

  /// Whether no segment of the key is empty or leads elsewhere.
  private static boolean staysBelowItsPrefix(String start) {
    var segments = (start.startsWith("/") ? start.substring(1) : start).split("/", -1);
    return Arrays.stream(segments).noneMatch(Set.of("", ".", "..")::contains);
  }

  private static ApiException refusal(String why) {
    return Refusals.badRequest("invalid continue token: continue key is not valid" + why);
  }
}
