package dev.coxswain.apimachinery.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {
  interface Check extends Function<String, List<String>> {}

  private static Arguments good(Check check, String value) {
    return arguments(check, value, List.of());
  }

  private static Arguments bad(Check check, String value, String... problems) {
    return arguments(check, value, List.of(problems));
  }

  static Stream<Arguments> names() {
    var subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    var name =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    return Stream.of(
        good(Names::isQualifiedName, "a"),
        good(Names::isQualifiedName, "example.com/My_name.x"),
        bad(Names::isQualifiedName, "-bad", name),
        bad(Names::isQualifiedName, "", "name part must be non-empty", name),
        bad(Names::isQualifiedName, "/a", "prefix part must be non-empty"),
        bad(Names::isQualifiedName, "UPPER.example.com/key", "prefix part " + subdomain),
        bad(
            Names::isQualifiedName,
            "a/b/c",
            "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"),
        good(Names::isValidLabelValue, ""),
        bad(Names::isValidLabelValue, "a".repeat(64), "must be no more than 63 bytes"),
        good(Names::isDns1123Subdomain, "a.b-c"),
        bad(Names::isDns1123Subdomain, "..", subdomain),
        bad(Names::isDns1123Subdomain, "a".repeat(254), "must be no more than 253 characters"),
        bad(Names::isDns1123Label, "with.dot", "must not contain dots"),
        bad(
            Names::isDns1123Label,
            "With.Dot",
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"),
        good(Names::isDns1035Label, "a1"),
        bad(
            Names::isDns1035Label,
            "1a",
            "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"),
        good(Names::isWildcardDns1123Subdomain, "*.a.b"),
        bad(
            Names::isWildcardDns1123Subdomain,
            "*.*.b",
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"),
        good(Names::isValidPortName, "http"),
        bad(Names::isValidPortName, "80", "must contain at least one letter (a-z)"),
        bad(Names::isValidPortName, "a--b", "must not contain consecutive hyphens"),
        bad(Names::isValidPortName, "-a", "must not begin or end with a hyphen"),
        bad(Names::isValidPortName, "a".repeat(16), "must be no more than 15 characters"),
        good(Names::isRelaxedEnvVarName, "a b.c"),
        bad(
            Names::isRelaxedEnvVarName,
            "a=b",
            "a valid environment variable name must consist only of printable ASCII characters other than '='"),
        good(Names::isConfigMapKey, "a.b_C"),
        bad(
            Names::isConfigMapKey,
            "a b",
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"),
        bad(Names::isConfigMapKey, "..", "must not be '..'"),
        bad(Names::isConfigMapKey, "..a", "must not start with '..'"),
        bad(Names::isPathSegmentName, "a/b", "may not contain '/'"),
        bad(Names::isPathSegmentName, "..", "may not be '..'"),
        good(Names::isPathSegmentName, "ok:name"),
        good(Addresses::isValidIp, "10.9.8.7"),
        good(Addresses::isValidIp, "::1"),
        bad(
            Addresses::isValidIp,
            "10.9.8",
            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"),
        bad(
            Addresses::isValidIp,
            "300.1.1.1",
            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"),
        bad(
            Addresses::isValidIp,
            "localhost",
            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"),
        good(Addresses::isValidCidr, "10.0.0.0/8"),
        good(Addresses::isValidCidr, "fd00::/64"),
        bad(
            Addresses::isValidCidr,
            "10.0.0.0/33",
            "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"),
        bad(
            Addresses::isValidCidr,
            "10.0.0.0",
            "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"),
        arguments(
            (Check) port -> Numbers.isValidPort(Integer.parseInt(port)),
            "99999",
            List.of("must be between 1 and 65535, inclusive")));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("names")
  void problems(Check check, String value, List<String> problems) {
    assertThat(check.apply(value)).isEqualTo(problems);
  }
}
