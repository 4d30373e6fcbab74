package dev.coxswain.apiserver.registry.certificates;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/// What is wrong with what a signer puts into a request. Pure.
final class IssuedCertificate {
  private static final String TYPE = "CERTIFICATE";

  private IssuedCertificate() {}

  /// Empty if the text is certificates, or nothing at all.
  static Optional<String> complaint(String pem) {
    if (pem.isEmpty()) {
      return Optional.empty();
    }
    var blocks = PemBlock.all(pem);
    return blocks.isEmpty()
        ? Optional.of("must contain at least one CERTIFICATE PEM block")
        : blocks.stream().flatMap(block -> complaint(block).stream()).findFirst();
  }

  private static Optional<String> complaint(PemBlock block) {
    if (!block.type().equals(TYPE)) {
      return Optional.of(
          "only CERTIFICATE PEM blocks are allowed, found \"%s\"".formatted(block.type()));
    }
    if (block.headers()) {
      return Optional.of("no PEM block headers are permitted");
    }
    if (block.content().length == 0) {
      return Optional.of("found CERTIFICATE PEM block containing 0 certificates");
    }
    try {
      var _ = new X509CertificateHolder(block.content());
      return Optional.empty();
    } catch (IOException _) {
      return Optional.of("x509: malformed certificate");
    }
  }
}
