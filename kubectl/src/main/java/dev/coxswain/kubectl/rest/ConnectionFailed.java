package dev.coxswain.kubectl.rest;

/// The server could not be reached, or did not answer in our language.
public final class ConnectionFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConnectionFailed(String message) {
    super(message);
  }

  ConnectionFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
