package dev.coxswain.apimachinery.codec;

import com.google.protobuf.ByteString;
import java.util.Base64;

/// Base64 with Go's tolerance for line breaks, and its complaints.
final class GoBase64 {
  private GoBase64() {}

  /// Decodes padded standard base64.
  static ByteString decode(String text) {
    var bare =
        text.indexOf('\n') < 0 && text.indexOf('\r') < 0 ? text : text.replaceAll("[\r\n]", "");
    if (bare.length() % 4 == 0) {
      try {
        return ByteString.copyFrom(Base64.getDecoder().decode(bare));
      } catch (IllegalArgumentException e) {
        throw new DecodeException("illegal base64 data at input byte " + firstBad(text), e);
      }
    }
    throw new DecodeException("illegal base64 data at input byte " + firstBad(text));
  }

  /// Where Go stops: at a character that can't be there, or at the start of a group that ends too
  /// early.
  private static int firstBad(String text) {
    int inGroup = 0;
    int groupStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        continue;
      }
      if (c == '=') {
        return inGroup < 2 ? i : afterPadding(text, i, inGroup);
      }
      if (!isDigit(c)) {
        return i;
      }
      groupStart = inGroup == 0 ? i : groupStart;
      inGroup = (inGroup + 1) % 4;
    }
    return inGroup == 0 ? text.length() : groupStart;
  }

  private static int afterPadding(String text, int firstPad, int inGroup) {
    int at = firstPad + 1;
    if (inGroup == 2) {
      while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
        at++;
      }
      if (at == text.length()) {
        return text.length();
      }
      if (text.charAt(at) != '=') {
        return at;
      }
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/';
  }
}
