package dev.coxswain.apiserver.registry.certificates;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A part of a PEM text.
///
/// @param headers whether it has any
record PemBlock(String type, boolean headers, byte[] content) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "^-----BEGIN ([^\\n]*?)-----[ \\t\\r]*\\n(.*?)-----END \\1-----[ \\t\\r]*$",
          Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern HEADERS = Pattern.compile("\\A(?:[^\\n:]*:[^\\n]*\\n)*");

  /// The blocks that are well formed; Go skips what it cannot decode, too.
  static List<PemBlock> all(String text) {
    var blocks = new ArrayList<PemBlock>();
    var found = BLOCK.matcher(text);
    while (found.find()) {
      var body = HEADERS.matcher(found.group(2)).replaceFirst("");
      try {
        blocks.add(
            new PemBlock(
                found.group(1),
                body.length() < found.group(2).length(),
                Base64.getDecoder().decode(body.replaceAll("\\s", ""))));
      } catch (IllegalArgumentException _) {
        // Not well formed.
      }
    }
    return blocks;
  }
}
