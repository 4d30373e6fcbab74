package dev.coxswain.integration.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What the server said.
///
/// @param headOnly whether only the head was asked for
record Answer(int code, String contentType, byte[] body, boolean headOnly) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The failures that are the server's and yet meant. Kubernetes also gives some mistakes of the
  /// client a 500: without a reason, which tells it from a bug's.
  private static final Map<Integer, String> MEANT =
      Map.of(500, "", 503, "ServiceUnavailable", 504, "Timeout");

  /// What is wrong with it, whatever the request was.
  Optional<String> flaw() {
    if (headOnly) {
      return code < 500 || MEANT.containsKey(code) // The reason would be in the body.
          ? Optional.empty()
          : Optional.of("a failure that nobody meant");
    }
    if (!contentType.startsWith("application/json") || body.length == 0) {
      return code < 500 || saysWhy()
          ? Optional.empty()
          : Optional.of("a failure that says nothing");
    }
    try {
      return flaw(JSON.readTree(body));
    } catch (IOException e) {
      return Optional.of("JSON that can't be read: " + e.getMessage());
    }
  }

  /// Of the other formats it is enough to know that no bug speaks.
  private boolean saysWhy() {
    return body.length > 0
        && MEANT.containsKey(code)
        && !new String(body, StandardCharsets.UTF_8).contains("InternalError");
  }

  private Optional<String> flaw(JsonNode json) {
    boolean failure =
        json.path("kind").asText().equals("Status")
            && json.path("status").asText().equals("Failure");
    if (failure && json.path("code").asInt() != code) {
      return Optional.of("a Status with another code than the answer's");
    }
    if (code >= 400 && !failure) {
      return Optional.of("a failure without a Status");
    }
    if (code >= 500 && !json.path("reason").asText().equals(MEANT.getOrDefault(code, "none"))) {
      return Optional.of("a failure that nobody meant");
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    var text = new String(body, StandardCharsets.UTF_8);
    return code + " " + contentType + " " + text.substring(0, Math.min(text.length(), 1000));
  }
}
