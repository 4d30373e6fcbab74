package dev.coxswain.kubectl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.spec.InvalidKeySpecException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys as OpenSSL writes them, in the forms that kubeconfigs hold.
class PrivateKeysTest {
  private static String openssl(String... words) throws Exception {
    var command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA, genrsa -traditional 2048",
    "RSA, genrsa 2048",
    "EC, ecparam -genkey -noout -name prime256v1",
    "EC, ecparam -genkey -name secp384r1",
    "EC, genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"
  })
  void readsWhatOpensslWrites(String algorithm, String words) throws Exception {
    assertThat(PrivateKeys.parse(openssl(words.split(" ", -1))).getAlgorithm())
        .isEqualTo(algorithm);
  }

  @Test
  void textWithoutAKeyIsRefused() throws InvalidKeyException {
    assertThatThrownBy(() -> PrivateKeys.parse("-----BEGIN CERTIFICATE-----"))
        .isInstanceOf(InvalidKeySpecException.class);
  }
}
