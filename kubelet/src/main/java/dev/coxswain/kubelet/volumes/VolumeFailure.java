package dev.coxswain.kubelet.volumes;

/// A volume is not there yet, or never will be. The message is for the user.
public final class VolumeFailure extends Exception {
  private static final long serialVersionUID = 1;

  public VolumeFailure(String message) {
    super(message);
  }

  public VolumeFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
