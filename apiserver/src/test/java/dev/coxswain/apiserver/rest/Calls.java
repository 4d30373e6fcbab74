package dev.coxswain.apiserver.rest;

import dev.coxswain.apiserver.http.HttpCall;
import java.util.List;
import java.util.Map;

/// Requests for tests.
final class Calls {
  private Calls() {}

  static HttpCall call(String method, String target) {
    return call(method, target, Map.of());
  }

  static HttpCall call(String method, String target, Map<String, List<String>> headers) {
    int question = target.indexOf('?');
    return new HttpCall(
        method,
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers,
        new byte[0],
        false,
        List.of(),
        "127.0.0.1:1");
  }
}
