package dev.coxswain.apiserver.authz;

/// @param reason why, for logs and reviews; may be empty
public record Decision(boolean allowed, String reason) {

  public static Decision allow(String reason) {
    return new Decision(true, reason);
  }

  public static Decision deny(String reason) {
    return new Decision(false, reason);
  }

  Decision and(Decision other) {
    if (reason.isEmpty() || other.reason.isEmpty()) {
      return deny(reason + other.reason);
    }
    return deny(reason + "\n" + other.reason);
  }
}
