package dev.coxswain.kubelet.images;

/// The image is not there. Reason and message are fit for a container's status.
public final class PullFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  PullFailure(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
