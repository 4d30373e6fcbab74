package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.HttpCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Requests for tests.
final class Calls {
  private Calls() {}

  static HttpCall call(String method, String target) {
    return call(method, target, Map.of());
  }

  /// With a body in JSON.
  static HttpCall call(String method, String target, String body) {
    return call(method, target, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  static HttpCall call(String method, String target, Map<String, List<String>> headers) {
    return call(method, target, headers, new byte[0]);
  }

  private static HttpCall call(
      String method, String target, Map<String, List<String>> headers, byte[] body) {
    int question = target.indexOf('?');
    return new HttpCall(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers,
        body,
        false,
        List.of(),
        "127.0.0.1:1");
  }
}
