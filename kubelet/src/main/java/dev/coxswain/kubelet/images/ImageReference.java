package dev.coxswain.kubelet.images;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The grammar of image names: `[host[:port]/]path[:tag][@digest]`.
final class ImageReference {
  private static final String WORD = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
  private static final String HOST = LABEL + "(?:\\." + LABEL + ")*(?::[0-9]+)?";
  private static final String TAG = "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?";
  private static final String DIGEST =
      "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?";
  private static final Pattern WHOLE =
      Pattern.compile("(?:" + HOST + "/)?" + WORD + "(?:/" + WORD + ")*" + TAG + DIGEST);

  private ImageReference() {}

  /// What is wrong with the name, if anything is.
  static Optional<String> complaint(String name) {
    if (WHOLE.matcher(name).matches()) {
      return Optional.empty();
    }
    var lower = name.toLowerCase(Locale.ROOT);
    var detail =
        !name.equals(lower) && WHOLE.matcher(lower).matches()
            ? ": repository name (%s) must be lowercase".formatted(repository(name))
            : "";
    return Optional.of("invalid reference format" + detail);
  }

  /// Without tag and digest, and with the part that a short name implies.
  private static String repository(String name) {
    var bare = name.split("@", 2)[0];
    int colon = bare.lastIndexOf(':');
    var path = colon > bare.lastIndexOf('/') ? bare.substring(0, colon) : bare;
    return path.contains("/") ? path : "library/" + path;
  }
}
