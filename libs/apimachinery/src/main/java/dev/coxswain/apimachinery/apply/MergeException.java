package dev.coxswain.apimachinery.apply;

import java.io.Serial;

/// An object does not fit its schema, so nobody can say who owns what in it.
public final class MergeException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public MergeException(String message) {
    super(message);
  }

  MergeException(String message, Throwable cause) {
    super(message, cause);
  }
}
