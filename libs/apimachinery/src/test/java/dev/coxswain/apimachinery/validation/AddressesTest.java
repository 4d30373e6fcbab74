package dev.coxswain.apimachinery.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Addresses and blocks that some programs would read otherwise than we do.
final class AddressesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          10.020.3.4       | must not have leading 0s
          00010.2.3.4      | must not have leading 0s
          ::ffff:10.2.3.4  | must not be an IPv4-mapped IPv6 address
          0.0.0.0          | ''
          2001:DB8:0:0::1  | must be in canonical form ("2001:db8::1")
          2001:db8::1      | ''
          1:0:0:2:0:0:0:3  | must be in canonical form ("1:0:0:2::3")
          1:0:2:3:4:5:6:7  | ''
          ::               | ''
          """,
      delimiter = '|')
  void ofIps(String text, String complaint) {
    assertThat(String.join("; ", Addresses.isCanonicalIp(text))).isEqualTo(complaint);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          10.2.3.0/08          | must not have leading 0s in IP or prefix length
          010.2.3.0/24         | must not have leading 0s in IP or prefix length
          10.2.3.4/24          | must not have bits set beyond the prefix length
          ::ffff:10.2.3.0/24   | must not have an IPv4-mapped IPv6 address
          2001:DB8::/32        | must be in canonical form ("2001:db8::/32")
          10.0.0.0/8           | ''
          10.2.3.4/32          | ''
          """,
      delimiter = '|')
  void ofBlocks(String text, String complaint) {
    assertThat(String.join("; ", Addresses.isCanonicalCidr(text))).isEqualTo(complaint);
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @CsvSource({
    "10.1.0.0/16, 10.0.0.0/8, true",
    "10.0.0.0/8, 10.0.0.0/8, false",
    "11.1.0.0/16, 10.0.0.0/8, false",
    "fd00::/96, 10.0.0.0/8, false",
    "fd00:1::/32, fd00::/16, true",
  })
  void blocksContainSmallerOnes(String inner, String outer, boolean within) {
    var block = Addresses.parseCidr(outer).orElseThrow();
    assertThat(block.strictlyContains(Addresses.parseCidr(inner).orElseThrow())).isEqualTo(within);
  }
}
