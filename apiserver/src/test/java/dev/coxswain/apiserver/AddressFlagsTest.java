package dev.coxswain.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Which of its addresses a machine without a route to the world is reached at.
final class AddressFlagsTest {

  static Stream<Arguments> machines() {
    return Stream.of(
        arguments("on its own", List.of("127.0.0.1", "::1"), "127.0.0.1"),
        arguments("on one segment", List.of("127.0.0.1", "10.1.2.3", "10.4.5.6"), "10.1.2.3"),
        arguments("without a given address", List.of("169.254.7.7", "fe80::1"), "127.0.0.1"),
        arguments("with both families", List.of("fd00::5", "10.1.2.3"), "10.1.2.3"),
        arguments("with IPv6 only", List.of("127.0.0.1", "fe80::1", "fd00::5"), "fd00::5"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("machines")
  void isReachedAt(String name, List<String> addresses, String reached) {
    assertThat(AddressFlags.reachable(addresses.stream().map(InetAddress::ofLiteral).toList()))
        .isEqualTo(InetAddress.ofLiteral(reached));
  }
}
