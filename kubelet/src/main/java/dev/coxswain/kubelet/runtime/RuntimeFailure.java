package dev.coxswain.kubelet.runtime;

/// The runtime could not do what it was asked; the message is fit for an event.
public final class RuntimeFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RuntimeFailure(String message) {
    super(message);
  }

  public RuntimeFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
