package dev.coxswain.apiserver.rest;

import java.io.ByteArrayOutputStream;

/// Compact JSON with line breaks and two spaces per level, as Go indents it.
final class PrettyJson {
  private final ByteArrayOutputStream out;
  private int depth;

  private PrettyJson(int size) {
    out = new ByteArrayOutputStream(size * 2);
  }

  /// @param json without white space outside of strings
  static byte[] indent(byte[] json) {
    var pretty = new PrettyJson(json.length);
    pretty.write(json);
    return pretty.out.toByteArray();
  }

  private void write(byte[] json) {
    boolean quoted = false;
    for (int i = 0; i < json.length; i++) {
      byte b = json[i];
      if (quoted) {
        out.write(b);
        if (b == '\\') {
          out.write(json[++i]);
        } else if (b == '"') {
          quoted = false;
        }
      } else if (b == '"') {
        quoted = true;
        out.write(b);
      } else {
        structure(b, i + 1 < json.length ? json[i + 1] : 0, i > 0 ? json[i - 1] : 0);
      }
    }
  }

  private void structure(byte b, byte next, byte previous) {
    switch (b) {
      case '{', '[' -> {
        out.write(b);
        depth++;
        if (next != '}' && next != ']') {
          newLine();
        }
      }
      case '}', ']' -> {
        depth--;
        if (previous != '{' && previous != '[') {
          newLine();
        }
        out.write(b);
      }
      case ',' -> {
        out.write(b);
        newLine();
      }
      case ':' -> {
        out.write(b);
        out.write(' ');
      }
      default -> out.write(b);
    }
  }

  private void newLine() {
    out.write('\n');
    for (int i = 0; i < depth; i++) {
      out.write(' ');
      out.write(' ');
    }
  }
}
