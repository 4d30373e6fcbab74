package dev.coxswain.component;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/// Which versions and ciphers of TLS a server speaks.
///
/// @param protocols in Java's names: `TLSv1.3`
/// @param cipherSuites empty for the JDK's own choice
public record TlsPolicy(List<String> protocols, List<String> cipherSuites) {
  /// TLS 1.2 and 1.3 with the ciphers that the JDK prefers.
  public static final TlsPolicy STANDARD = new TlsPolicy(List.of("TLSv1.3", "TLSv1.2"), List.of());

  private static final List<String> OF_TLS_1_3 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  public TlsPolicy {
    protocols = List.copyOf(protocols);
    cipherSuites = List.copyOf(cipherSuites);
  }

  /// @param minVersion as flags spell it: `VersionTLS12`, `VersionTLS13`; empty for the standard
  /// @param suites the names of ciphers for TLS 1.2; those of 1.3 can't be chosen. Empty for the
  ///   standard
  /// @throws IllegalArgumentException if the JDK does not know one of them
  public static TlsPolicy of(String minVersion, List<String> suites) {
    var protocols =
        switch (minVersion) {
          case "", "VersionTLS10", "VersionTLS11", "VersionTLS12" -> STANDARD.protocols;
          case "VersionTLS13" -> List.of("TLSv1.3");
          default ->
              throw new IllegalArgumentException(
                  "wants --tls-min-version VersionTLS12 or VersionTLS13, got " + minVersion);
        };
    return new TlsPolicy(protocols, suites.isEmpty() ? List.of() : known(suites));
  }

  private static List<String> known(List<String> suites) {
    var supported = supported();
    var chosen = new LinkedHashSet<>(OF_TLS_1_3);
    for (var suite : suites) {
      var name = suite.endsWith("_CHACHA20_POLY1305") ? suite + "_SHA256" : suite;
      if (!supported.contains(name)) {
        throw new IllegalArgumentException(
            "wants --tls-cipher-suites that exist, got " + suite + ", which is not supported");
      }
      chosen.add(name);
    }
    return new ArrayList<>(chosen);
  }

  private static Set<String> supported() {
    try {
      return Set.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no TLS in this JDK", e);
    }
  }
}
