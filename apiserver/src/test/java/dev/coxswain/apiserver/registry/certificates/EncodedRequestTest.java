package dev.coxswain.apiserver.registry.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class EncodedRequestTest {
  private static final String SIGNED =
      "MIHZMIGAAgEAMB4xDTALBgNVBAMMBGphbmUxDTALBgNVBAoMBGRldnMwWTATBgcqhkjOPQ"
          + "IBBggqhkjOPQMBBwNCAASNnzQdnpizulCIN3hEQaOvR5C2LbcDlrOPYNPQFN+ofazbiplI"
          + "8xEz6aCVW/IKOMrd9mebpffEXRHO/6nfywSIoAAwCgYIKoZIzj0EAwIDSAAwRQIhANEXGd"
          + "8VtD2KijCGleupmKDmsS/aaIbTLtRFLbCSBnmFAiASNOFmETeOWnA4qI7JIdpD3cjU5YYd"
          + "UDYmrcWX5d/bTQ==";
  private static final String NOT_PEM = "PEM block type must be CERTIFICATE REQUEST";

  static Stream<Arguments> requests() {
    var renamed = Base64.getDecoder().decode(SIGNED);
    renamed[22] = 'J';
    return Stream.of(
        arguments("a request", pem("CERTIFICATE REQUEST", SIGNED), ""),
        arguments("after a text", "hello\n" + pem("CERTIFICATE REQUEST", SIGNED), ""),
        arguments("with headers", pem("CERTIFICATE REQUEST", "Proc-Type: 4\n\n" + SIGNED), ""),
        arguments("a text", "hello", NOT_PEM),
        arguments("of another type", pem("CERTIFICATE", SIGNED), NOT_PEM),
        arguments("no base64", pem("CERTIFICATE REQUEST", "!!!"), NOT_PEM),
        arguments(
            "after what is no base64",
            pem("CERTIFICATE", "!!!") + pem("CERTIFICATE REQUEST", SIGNED),
            ""),
        arguments(
            "changed after it was signed",
            pem("CERTIFICATE REQUEST", Base64.getEncoder().encodeToString(renamed)),
            "x509: ECDSA verification failure"),
        arguments("empty", hex(""), "asn1: syntax error: sequence truncated"),
        arguments("cut off", hex("30 05 02 01"), "asn1: syntax error: data truncated"),
        arguments("with more after it", hex("30 00 00"), "asn1: syntax error: trailing data"),
        arguments(
            "a number",
            hex("02 01 07"),
            "asn1: structure error: tags don't match (16 vs {class:0 tag:2 length:1"
                + " isCompound:false}) {optional:false explicit:false application:false"
                + " private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false"
                + " omitEmpty:false} certificateRequest @2"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void complains(String what, String pem, String complaint) {
    assertThat(EncodedRequest.complaint(pem).orElse("")).as(what).isEqualTo(complaint);
  }

  private static String hex(String bytes) {
    var der = HexFormat.ofDelimiter(" ").parseHex(bytes);
    return pem("CERTIFICATE REQUEST", Base64.getEncoder().encodeToString(der));
  }

  private static String pem(String type, String content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, content, type);
  }
}
