package dev.coxswain.scheduler.snapshot;

/// A port of the node itself that a pod takes.
///
/// @param address `0.0.0.0` for all of the node's addresses
public record HostPort(String address, String protocol, int port) {
  private static final String ANY = "0.0.0.0";

  public HostPort {
    address = address.isEmpty() ? ANY : address;
    protocol = protocol.isEmpty() ? "TCP" : protocol;
  }

  /// Whether no two pods can have both.
  public boolean conflictsWith(HostPort other) {
    return port == other.port
        && protocol.equals(other.protocol)
        && (address.equals(other.address) || address.equals(ANY) || other.address.equals(ANY));
  }
}
