package dev.coxswain.kubelet.server;

/// A request that can't be served; the message is for whoever asked.
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;

  Refused(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
