package dev.coxswain.component;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Offers one key, and reads it again when its files have changed: rotated certificates need no
/// restart.
///
/// Looking at the files is left to handshakes, at most one every ten seconds.
final class ReloadingKeyManager extends X509ExtendedKeyManager {
  private static final Logger log = LoggerFactory.getLogger(ReloadingKeyManager.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
  private static final String ALIAS = "key";

  private record Loaded(KeyPairWithChain pair, FileTime certificateTime, FileTime keyTime) {}

  private final Path certificate;
  private final Path key;
  private final InstantSource clock;
  private volatile Loaded loaded;
  private volatile Instant lookedAt;

  ReloadingKeyManager(Path certificate, Path key, InstantSource clock) {
    this.certificate = certificate;
    this.key = key;
    this.clock = clock;
    this.lookedAt = clock.instant();
    this.loaded = load();
  }

  private KeyPairWithChain current() {
    var now = clock.instant();
    if (now.isAfter(lookedAt.plus(LOOK_EVERY))) {
      lookedAt = now;
      reloadIfChanged();
    }
    return loaded.pair();
  }

  private void reloadIfChanged() {
    try {
      var before = loaded;
      if (!time(certificate).equals(before.certificateTime())
          || !time(key).equals(before.keyTime())) {
        loaded = load();
        log.atInfo().addKeyValue("file", certificate).log("loaded a new certificate");
      }
    } catch (IllegalArgumentException e) {
      // Perhaps half-written: the old one serves until the next look.
      log.atWarn()
          .addKeyValue("file", certificate)
          .addKeyValue("err", e.getMessage())
          .log("cannot load the certificate");
    }
  }

  private Loaded load() {
    var certificateTime = time(certificate);
    var keyTime = time(key);
    return new Loaded(KeyPairWithChain.ofFiles(certificate, key), certificateTime, keyTime);
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file, e);
    }
  }

  @Override
  public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
    return matches(keyType) ? ALIAS : null;
  }

  @Override
  public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
    return matches(keyType) ? ALIAS : null;
  }

  @Override
  public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
    return ALIAS;
  }

  @Override
  public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
    return ALIAS;
  }

  @Override
  public String[] getClientAliases(String keyType, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public String[] getServerAliases(String keyType, Principal[] issuers) {
    return new String[] {ALIAS};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return current().chainArray();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return current().key();
  }

  private boolean matches(String keyType) {
    var algorithm = current().key().getAlgorithm();
    return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_");
  }
}
