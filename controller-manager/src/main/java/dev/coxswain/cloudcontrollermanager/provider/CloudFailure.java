package dev.coxswain.cloudcontrollermanager.provider;

import java.io.Serial;

/// The cloud can't do what it was asked, or not now. Where in the code that was found out says
/// nothing, so that no trace is kept.
public final class CloudFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /// @param message for people: it ends up in events
  public CloudFailure(String message) {
    super(message, null, false, false);
  }

  /// The same failure, and what was tried.
  public CloudFailure(String message, Throwable cause) {
    super(message, cause, false, false);
  }
}
