package dev.coxswain.kubeproxy.rules;

import java.util.Locale;
import java.util.Optional;

/// The transport protocols that a service port may have.
public enum Protocol {
  TCP,
  UDP,
  SCTP;

  /// As packet filters spell it.
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Reads the `protocol` field of a service or slice port; empty means TCP.
  static Optional<Protocol> parse(String text) {
    return switch (text) {
      case "", "TCP" -> Optional.of(TCP);
      case "UDP" -> Optional.of(UDP);
      case "SCTP" -> Optional.of(SCTP);
      default -> Optional.empty();
    };
  }
}
