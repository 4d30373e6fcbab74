package dev.coxswain.scheduler.config;

/// A configuration that can't be read or makes no sense. The message says where and why.
public final class BadConfiguration extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  BadConfiguration(String message) {
    super(message);
  }
}
