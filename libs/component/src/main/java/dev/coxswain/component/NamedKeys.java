package dev.coxswain.component;

import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The value of `--tls-sni-cert-key`: `CERT,KEY` or `CERT,KEY:NAME,NAME`.
final class NamedKeys {
  private static final int DNS_NAME = 2;

  private NamedKeys() {}

  /// @throws IllegalArgumentException if it has another form, or a file is unusable
  static ReloadingKeyManager.Named parse(String flag, InstantSource clock) {
    int colon = flag.indexOf(':');
    var files = (colon < 0 ? flag : flag.substring(0, colon)).split(",", -1);
    if (files.length != 2 || files[0].isBlank() || files[1].isBlank()) {
      throw new IllegalArgumentException(
          "wants --tls-sni-cert-key CERT,KEY[:NAME,...], got " + flag);
    }
    var pair =
        ReloadingKeyManager.pair(Path.of(files[0].strip()), Path.of(files[1].strip()), clock);
    var names =
        colon < 0
            ? names(pair.get().chain().getFirst())
            : Arrays.stream(flag.substring(colon + 1).split(",")).map(NamedKeys::normal).toList();
    return new ReloadingKeyManager.Named(names, pair);
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      return alternatives == null
          ? List.of()
          : alternatives.stream()
              .filter(name -> name.get(0).equals(DNS_NAME))
              .map(name -> normal((String) name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      throw new IllegalArgumentException("wants names in the certificate: " + e.getMessage(), e);
    }
  }

  private static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
