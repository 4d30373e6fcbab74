package dev.coxswain.controllermanager;

import dev.coxswain.controllermanager.certificates.CertificateAuthority;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What certificates are signed with; upstream's names and defaults.
final class SigningFlags {
  @Option(
      names = "--cluster-signing-cert-file",
      paramLabel = "FILE",
      description = "The authority's certificate, in PEM; without it nothing is signed.")
  Optional<Path> certificate = Optional.empty();

  @Option(
      names = "--cluster-signing-key-file",
      paramLabel = "FILE",
      description = "The authority's private key, in PEM.")
  Optional<Path> key = Optional.empty();

  @Option(
      names = "--cluster-signing-duration",
      paramLabel = "DURATION",
      defaultValue = "8760h",
      description = "How long certificates may be valid (default: ${DEFAULT-VALUE}).")
  Duration duration;

  /// The authority, read from its files.
  ///
  /// @throws IllegalArgumentException if one of them is missing or can't be read
  Optional<CertificateAuthority> authority() {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "--cluster-signing-cert-file and --cluster-signing-key-file go together");
    }
    return certificate.map(
        file -> CertificateAuthority.read(file, key.orElseThrow(), new SecureRandom()));
  }
}
