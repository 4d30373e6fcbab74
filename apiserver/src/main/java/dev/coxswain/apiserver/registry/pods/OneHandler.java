package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Counts handlers: there must be one and no more.
final class OneHandler {
  private final FieldPath path;
  private final Problems problems;
  private int count;

  OneHandler(FieldPath path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  /// Whether this is the first handler; the others are reported and not looked at.
  boolean accepts(String field) {
    count++;
    if (count > 1) {
      problems.forbidden(path.child(field), "may not specify more than 1 handler type");
    }
    return count == 1;
  }

  void finish() {
    if (count == 0) {
      problems.required(path, "must specify a handler type");
    }
  }
}
