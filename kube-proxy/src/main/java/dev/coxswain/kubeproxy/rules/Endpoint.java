package dev.coxswain.kubeproxy.rules;

import java.util.Comparator;

/// Where a connection may end.
///
/// @param address an IPv4 address
/// @param local whether the pod runs on this node
public record Endpoint(String address, int port, boolean local) implements Comparable<Endpoint> {
  private static final Comparator<Endpoint> ORDER =
      Comparator.comparing(Endpoint::address)
          .thenComparingInt(Endpoint::port)
          .thenComparing(Endpoint::local);

  @Override
  public int compareTo(Endpoint other) {
    return ORDER.compare(this, other);
  }

  /// `address:port`.
  public String socket() {
    return address + ":" + port;
  }
}
