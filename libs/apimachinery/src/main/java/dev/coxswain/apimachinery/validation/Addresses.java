package dev.coxswain.apimachinery.validation;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// IP addresses and blocks of them, as text. Never asks a name server.
public final class Addresses {
  private static final Pattern IPV4 = Pattern.compile("\\d+(\\.\\d+){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern SUPERFLUOUS_ZERO = Pattern.compile("(.*\\.)?0\\d.*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");

  private Addresses() {}

  /// An address and how many of its leading bits count.
  public record Cidr(InetAddress address, int length) {

    /// The block as it is usually written: no bits beyond the length.
    public String text() {
      return Addresses.text(network()) + "/" + length;
    }

    /// The first address of the block.
    public InetAddress network() {
      var bytes = address.getAddress();
      for (int bit = length; bit < bytes.length * 8; bit++) {
        bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
      }
      return of(bytes);
    }

    /// Whether bits beyond the length are set.
    public boolean isAmbiguous() {
      return !network().equals(address);
    }

    /// Whether all of the other block is in this one, and this one is larger.
    public boolean strictlyContains(Cidr other) {
      int bits = address.getAddress().length * 8;
      return other.address.getAddress().length * 8 == bits
          && other.length > length
          && new Cidr(other.address, length).network().equals(network());
    }
  }

  /// Empty when the text is no address. Superfluous zeros count for nothing.
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

  /// An address that every program understands in the same way: without superfluous zeros, which
  /// some read as octal, and not of one family within the other.
  public static List<String> isValidIp(String text) {
    if (parseIp(text).isEmpty()) {
      return List.of("must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
    }
    if (hasSuperfluousZeros(text)) {
      return List.of("must not have leading 0s");
    }
    return isMapped(text) ? List.of("must not be an IPv4-mapped IPv6 address") : List.of();
  }

  /// As [#isValidIp], and written in the one way that [#text] writes it.
  public static List<String> isCanonicalIp(String text) {
    var complaints = isValidIp(text);
    return complaints.isEmpty() ? canonical(text, parseIp(text).map(Addresses::text)) : complaints;
  }

  /// A block that every program understands in the same way: as [#isValidIp], and without bits
  /// beyond its length.
  public static List<String> isValidCidr(String text) {
    var cidr = parseCidr(text);
    if (cidr.isEmpty()) {
      return List.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
    }
    var address = text.substring(0, text.indexOf('/'));
    var length = text.substring(text.indexOf('/') + 1);
    if (hasSuperfluousZeros(address) || SUPERFLUOUS_ZERO.matcher(length).matches()) {
      return List.of("must not have leading 0s in IP or prefix length");
    }
    var complaints = new ArrayList<String>();
    if (isMapped(address)) {
      complaints.add("must not have an IPv4-mapped IPv6 address");
    }
    if (cidr.get().isAmbiguous()) {
      complaints.add("must not have bits set beyond the prefix length");
    }
    return complaints;
  }

  /// As [#isValidCidr], and written in the one way that the block has.
  public static List<String> isCanonicalCidr(String text) {
    var complaints = isValidCidr(text);
    return complaints.isEmpty() ? canonical(text, parseCidr(text).map(Cidr::text)) : complaints;
  }

  public static boolean isIpv4(String text) {
    return parseIp(text).filter(Inet4Address.class::isInstance).isPresent();
  }

  public static boolean isIpv6(String text) {
    return parseIp(text).filter(Inet6Address.class::isInstance).isPresent();
  }

  /// Whether the text is the long form of an address that is an IPv4 one.
  public static boolean isMapped(String text) {
    return text.contains(":") && isIpv4(text);
  }

  public static boolean hasSuperfluousZeros(String address) {
    return IPV4.matcher(address).matches() && SUPERFLUOUS_ZERO.matcher(address).matches();
  }

  /// The address as it is usually written: RFC 5952 for IPv6.
  public static String text(InetAddress address) {
    return address instanceof Inet6Address
        ? Ipv6Text.of(address.getAddress())
        : address.getHostAddress();
  }

  /// @throws IllegalArgumentException if there are neither 4 nor 16 bytes
  public static InetAddress of(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "wants 4 or 16 bytes, got " + new BigInteger(1, bytes).toString(16), e);
    }
  }

  private static List<String> canonical(String text, Optional<String> wanted) {
    return wanted
        .filter(canonical -> !canonical.equals(text))
        .map(canonical -> "must be in canonical form (\"%s\")".formatted(canonical))
        .stream()
        .toList();
  }

  /// Old objects have such addresses; they always meant decimal numbers.
  private static String withoutLeadingZeros(String text) {
    return text.replaceAll("(^|\\.)0+(?=\\d)", "$1");
  }
}
