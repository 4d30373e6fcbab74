package dev.coxswain.kubelet.env;

/// A container can't be made because something that it refers to is missing or wrong. The message
/// is for the user.
public final class ConfigError extends Exception {
  private static final long serialVersionUID = 1;

  public ConfigError(String message) {
    super(message);
  }
}
