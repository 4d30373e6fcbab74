package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Addresses;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;

/// Warnings about addresses and blocks that not every program reads in the same way.
public final class AddressWarnings {
  private AddressWarnings() {}

  /// Nothing for what is no address.
  public static List<String> ofIp(String value, FieldPath path) {
    var address = Addresses.parseIp(value);
    if (address.isEmpty()) {
      return List.of();
    }
    var canonical = Addresses.text(address.get());
    if (isOdd(value)) {
      return List.of(
          "%s: non-standard IP address \"%s\" will be considered invalid in a future Kubernetes release: use \"%s\""
              .formatted(path, value, canonical));
    }
    return address.get() instanceof Inet6Address && !canonical.equals(value)
        ? List.of(
            "%s: IPv6 address \"%s\" should be in RFC 5952 canonical format (\"%s\")"
                .formatted(path, value, canonical))
        : List.of();
  }

  /// Nothing for what is no block.
  public static List<String> ofCidr(String value, FieldPath path) {
    var cidr = Addresses.parseCidr(value);
    if (cidr.isEmpty()) {
      return List.of();
    }
    var address = cidr.get().address();
    var canonical = cidr.get().text();
    var warnings = new ArrayList<String>();
    if (cidr.get().isAmbiguous()) {
      warnings.add(
          "%s: CIDR value \"%s\" is ambiguous in this context (should be \"%s\" or \"%s/%d\"?)"
              .formatted(
                  path,
                  value,
                  canonical,
                  Addresses.text(address),
                  address.getAddress().length * 8));
    }
    var length = value.substring(value.indexOf('/') + 1);
    if (isOdd(value.substring(0, value.indexOf('/'))) || length.matches("0\\d+")) {
      warnings.add(
          "%s: non-standard CIDR value \"%s\" will be considered invalid in a future Kubernetes release: use \"%s\""
              .formatted(path, value, canonical));
    } else if (address instanceof Inet6Address
        && !value.equals(Addresses.text(address) + "/" + length)) {
      warnings.add(
          "%s: IPv6 CIDR value \"%s\" should be in RFC 5952 canonical format (\"%s\")"
              .formatted(path, value, canonical));
    }
    return warnings;
  }

  private static boolean isOdd(String address) {
    return Addresses.hasSuperfluousZeros(address) || Addresses.isMapped(address);
  }
}
