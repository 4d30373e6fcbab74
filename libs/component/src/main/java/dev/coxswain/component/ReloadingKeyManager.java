package dev.coxswain.component;

import java.net.Socket;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/// Offers one key, or one of several by the name that the client calls the server; each is read
/// again when its files have changed.
final class ReloadingKeyManager extends X509ExtendedKeyManager {
  /// A key for clients that call the server by certain names.
  ///
  /// @param names in lower case; `*.example.com` stands for one label
  record Named(List<String> names, Supplier<KeyPairWithChain> pair) {
    Named {
      names = List.copyOf(names);
    }

    boolean matches(String host) {
      int dot = host.indexOf('.');
      return names.contains(host) || (dot > 0 && names.contains("*" + host.substring(dot)));
    }
  }

  private static final String DEFAULT = "key";

  private final Supplier<KeyPairWithChain> standard;
  private final List<Named> named;

  ReloadingKeyManager(Path certificate, Path key, InstantSource clock) {
    this(pair(certificate, key, clock), List.of());
  }

  /// @param standard for everybody whom none of the others is for
  ReloadingKeyManager(Supplier<KeyPairWithChain> standard, List<Named> named) {
    this.standard = standard;
    this.named = List.copyOf(named);
  }

  static Supplier<KeyPairWithChain> pair(Path certificate, Path key, InstantSource clock) {
    return new Reloaded<>(
        List.of(certificate, key), () -> KeyPairWithChain.ofFiles(certificate, key), clock);
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    var alias =
        engine.getHandshakeSession() instanceof ExtendedSSLSession session
            ? session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> aliasFor(((SNIHostName) name).getAsciiName()))
                .findFirst()
                .orElse(DEFAULT)
            : DEFAULT;
    return matches(keyType, alias) ? alias : null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return matches(keyType, DEFAULT) ? DEFAULT : null;
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return DEFAULT;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return DEFAULT;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[] {DEFAULT};
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return new String[] {DEFAULT};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return pair(alias).chainArray();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pair(alias).key();
  }

  String aliasFor(String host) {
    var wanted = host.toLowerCase(java.util.Locale.ROOT);
    for (int i = 0; i < named.size(); i++) {
      if (named.get(i).matches(wanted)) {
        return Integer.toString(i);
      }
    }
    return DEFAULT;
  }

  private KeyPairWithChain pair(String alias) {
    return (alias.equals(DEFAULT) ? standard : named.get(Integer.parseInt(alias)).pair()).get();
  }

  private boolean matches(String keyType, String alias) {
    var algorithm = pair(alias).key().getAlgorithm();
    return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
  }
}
