package dev.coxswain.kubectl.jsonpath;

/// A template that cannot be read, or that asks for what is not there.
public final class BadPath extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadPath(String message) {
    super(message);
  }
}
