package dev.coxswain.apiserver.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One answer, or the head of one that is streamed.
///
/// @param body not copied: whoever made it keeps it as it is
public record HttpReply(int code, List<Header> headers, byte[] body) {

  public record Header(String name, String value) {}

  public HttpReply {
    headers = List.copyOf(headers);
  }

  public static HttpReply of(int code, String contentType, byte[] body) {
    return new HttpReply(code, List.of(new Header("Content-Type", contentType)), body);
  }

  public static HttpReply text(int code, String body) {
    return of(code, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8))
        .with("X-Content-Type-Options", "nosniff");
  }

  public HttpReply with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new HttpReply(code, more, body);
  }

  public HttpReply with(List<Header> others) {
    var more = new ArrayList<>(headers);
    more.addAll(others);
    return new HttpReply(code, more, body);
  }

  public HttpReply withBody(byte[] other) {
    return new HttpReply(code, headers, other);
  }
}
