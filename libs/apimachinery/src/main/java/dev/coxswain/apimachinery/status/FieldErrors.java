package dev.coxswain.apimachinery.status;

import java.util.Collection;
import java.util.stream.Collectors;

/// Several field errors in one sentence.
public final class FieldErrors {
  private FieldErrors() {}

  /// One error as it is; several, each only once, as `[a, b]`.
  public static String text(Collection<FieldError> errors) {
    var messages = errors.stream().map(FieldError::toString).distinct().toList();
    return messages.size() == 1
        ? messages.getFirst()
        : messages.stream().collect(Collectors.joining(", ", "[", "]"));
  }
}
