package dev.coxswain.apiserver.registry.core;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.net.InetAddress;

/// The rules for addresses behind services: not the node itself, nobody, or a group.
public final class EndpointAddresses {
  private EndpointAddresses() {}

  public static void checkSpecial(String text, FieldPath path, Problems problems) {
    Addresses.parseIp(text)
        .ifPresentOrElse(
            address -> checkSpecial(text, address, path, problems),
            () -> problems.invalid(path, text, "must be a valid IP address"));
  }

  private static void checkSpecial(
      String text, InetAddress address, FieldPath path, Problems problems) {
    if (address.isAnyLocalAddress()) {
      problems.invalid(path, text, "may not be unspecified (%s)".formatted(text));
    }
    if (address.isLoopbackAddress()) {
      problems.invalid(path, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if (address.isLinkLocalAddress()) {
      problems.invalid(
          path, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    if (address.isMulticastAddress() && isLinkLocalGroup(address)) {
      problems.invalid(
          path, text, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
    }
  }

  private static boolean isLinkLocalGroup(InetAddress address) {
    var bytes = address.getAddress();
    return address.isMCLinkLocal()
        || (bytes.length == 4 && bytes[0] == (byte) 224 && bytes[1] == 0 && bytes[2] == 0);
  }
}
