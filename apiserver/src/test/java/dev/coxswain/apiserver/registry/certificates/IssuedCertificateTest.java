package dev.coxswain.apiserver.registry.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class IssuedCertificateTest {
  private static final String SELF_SIGNED =
      "MIIBMDCB46ADAgECAhQa0zIgOgW98hBCR0s2qIJVMyAU9DAFBgMrZXAwDTELMAkGA1UEAwwCY2EwIBcNMjYxMTIyMDMy"
          + "NjMwWhgPMjEyNjEwMjkwMzI2MzBaMA0xCzAJBgNVBAMMAmNhMCowBQYDK2VwAyEA8jiOFqQb9KEiUFJvDzDPHWwN"
          + "YVWKiWrLoZHOr7UAjJOjUzBRMB0GA1UdDgQWBBR3cZMTD9y++aJC+67vU33qa2oxGTAfBgNVHSMEGDAWgBR3cZMT"
          + "D9y++aJC+67vU33qa2oxGTAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBAClN2YO+3tG62s1ibdqXyRSyPYkWUz9l"
          + "s3sQDdOr0nzNNDk93gKuNZyrb69I6kWpJyxXq9rQsqIKGvszxavuPw8=";
  private static final String NO_BLOCK = "must contain at least one CERTIFICATE PEM block";

  static Stream<Arguments> texts() {
    var good = pem("CERTIFICATE", SELF_SIGNED);
    return Stream.of(
        arguments("nothing", "", ""),
        arguments("a certificate", good, ""),
        arguments("two certificates", good + good, ""),
        arguments("a text", "hello", NO_BLOCK),
        arguments("no base64", pem("CERTIFICATE", "!!!"), NO_BLOCK),
        arguments(
            "a key after a certificate",
            good + pem("PRIVATE KEY", "YQ=="),
            "only CERTIFICATE PEM blocks are allowed, found \"PRIVATE KEY\""),
        arguments(
            "with headers",
            pem("CERTIFICATE", "Proc-Type: 4\n\n" + SELF_SIGNED),
            "no PEM block headers are permitted"),
        arguments(
            "empty",
            pem("CERTIFICATE", ""),
            "found CERTIFICATE PEM block containing 0 certificates"),
        arguments("no certificate", pem("CERTIFICATE", "YQ=="), "x509: malformed certificate"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void complains(String what, String pem, String complaint) {
    assertThat(IssuedCertificate.complaint(pem).orElse("")).as(what).isEqualTo(complaint);
  }

  @Test
  void isCheckedWhenItComesAndNotWhenItWasWrongBefore() {
    var problems = new Problems();
    SigningRequestValidation.checkStatus(issued("hello"), issued(""), problems);
    assertThat(problems.all())
        .extracting(FieldError::toString)
        .contains("status.certificate: Invalid value: \"<certificate data>\": " + NO_BLOCK);
    var old = new Problems();
    SigningRequestValidation.checkUpdate(issued("hello"), issued("hello"), old);
    SigningRequestValidation.checkUpdate(issued("hallo"), issued("hello"), old);
    assertThat(old.all()).extracting(FieldError::toString).noneMatch(e -> e.contains(NO_BLOCK));
  }

  private static CertificateSigningRequest issued(String certificate) {
    var request = CertificateSigningRequest.newBuilder();
    request.getStatusBuilder().setCertificate(ByteString.copyFromUtf8(certificate));
    return request.build();
  }

  private static String pem(String type, String body) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, body);
  }
}
