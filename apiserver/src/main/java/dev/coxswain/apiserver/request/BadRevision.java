package dev.coxswain.apiserver.request;

import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;

/// A `resourceVersion` that is no number. Upstream refuses it differently for each verb, so the
/// caller has to say how.
final class BadRevision extends Exception {
  private static final long serialVersionUID = 1L;

  private final String why;
  private final transient FieldError error;

  private BadRevision(String text, String problem) {
    this(
        text,
        "strconv.ParseUint: parsing \"" + text + "\": " + problem,
        FieldPath.of("resourceVersion"));
  }

  private BadRevision(String text, String why, FieldPath path) {
    super(FieldError.invalid(path, text, why).toString());
    this.why = why;
    this.error = FieldError.invalid(path, text, why);
  }

  FieldError error() {
    return error;
  }

  /// What is wrong with the text, in Go's words and without where it stood.
  String why() {
    return why;
  }

  static boolean isRevision(String text) {
    try {
      return orRevision(text) >= 0;
    } catch (BadRevision _) {
      return false;
    }
  }

  /// The revision that the text stands for; those beyond what a store counts to are as far away as
  /// the largest.
  static long orRevision(String text) throws BadRevision {
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new BadRevision(text, "invalid syntax");
    }
    try {
      long revision = Long.parseUnsignedLong(text);
      return revision < 0 ? Long.MAX_VALUE : revision;
    } catch (NumberFormatException _) {
      throw new BadRevision(text, "value out of range");
    }
  }
}
