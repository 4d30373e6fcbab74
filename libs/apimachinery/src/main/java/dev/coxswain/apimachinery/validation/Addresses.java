package dev.coxswain.apimachinery.validation;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses and blocks of them, as text. Never asks a name server.
public final class Addresses {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");

  private Addresses() {}

  /// An address and how many of its leading bits count.
  public record Cidr(InetAddress address, int length) {}

  /// Empty when the text is no address.
  public static Optional<InetAddress> parseIp(String text) {
    try {
      if (IPV4.matcher(text).matches()) {
        return Optional.of(Inet4Address.ofLiteral(withoutLeadingZeros(text)));
      }
      return IPV6.matcher(text).matches()
          ? Optional.of(InetAddress.ofLiteral(text))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Empty when the text is no block.
  public static Optional<Cidr> parseCidr(String text) {
    var slash = text.indexOf('/');
    if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
      return Optional.empty();
    }
    var length = Integer.parseInt(text, slash + 1, text.length(), 10);
    return parseIp(text.substring(0, slash))
        .filter(address -> length <= address.getAddress().length * 8)
        .map(address -> new Cidr(address, length));
  }

  public static List<String> isValidIp(String text) {
    return parseIp(text).isPresent()
        ? List.of()
        : List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
  }

  public static List<String> isValidCidr(String text) {
    return parseCidr(text).isPresent()
        ? List.of()
        : List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
  }

  /// As [#isValidCidr], and written in the one way that the address has: no bits beyond the length,
  /// no superfluous zeros.
  public static List<String> isCanonicalCidr(String text) {
    var complaints = isValidCidr(text);
    if (!complaints.isEmpty()) {
      return complaints;
    }
    var cidr = parseCidr(text).orElseThrow();
    var bits = new BigInteger(1, cidr.address().getAddress());
    int host = cidr.address().getAddress().length * 8 - cidr.length();
    return bits.getLowestSetBit() < 0 || bits.getLowestSetBit() >= host
        ? List.of()
        : List.of("must not have bits set beyond the prefix length");
  }

  public static boolean isIpv4(String text) {
    return parseIp(text).filter(Inet4Address.class::isInstance).isPresent();
  }

  public static boolean isIpv6(String text) {
    return parseIp(text).filter(Inet6Address.class::isInstance).isPresent();
  }

  /// Old objects have such addresses; they always meant decimal numbers.
  private static String withoutLeadingZeros(String text) {
    return text.replaceAll("(^|\\.)0+(?=\\d)", "$1");
  }
}
