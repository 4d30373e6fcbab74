package dev.coxswain.apiserver.discovery;

import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// Documents that clients keep, and ask for again only in case they changed.
public final class Documents {
  private Documents() {}

  /// The answer, with a tag; `304` without a body when the client has that very document.
  public static HttpReply tagged(HttpCall call, HttpReply reply) {
    var tag = "\"" + hash(reply.body()) + "\"";
    boolean known = call.header("if-none-match").filter(tag::equals).isPresent();
    var answer = known ? new HttpReply(304, reply.headers(), new byte[0]) : reply;
    return answer.with("ETag", tag).with("Vary", "Accept");
  }

  /// SHA-512 in capital hexadecimal digits.
  public static String hash(byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-512").digest(bytes);
      return HexFormat.of().formatHex(digest).toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("wants SHA-512", e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
