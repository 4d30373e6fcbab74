package dev.coxswain.apiserver;

import dev.coxswain.apiserver.authn.PublicKeys;
import dev.coxswain.apiserver.authn.TokenKey;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.tokens.IssuerEndpoint;
import dev.coxswain.apiserver.tokens.SigningKey;
import dev.coxswain.apiserver.tokens.TokenIssuer;
import dev.coxswain.apiserver.tokens.TokenRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How tokens of service accounts are made and verified.
final class ServiceAccountFlags {
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofSeconds(1L << 32);

  @Option(
      names = "--service-account-key-file",
      paramLabel = "FILE",
      description =
          "RSA or ECDSA keys that service account tokens are verified with, in PEM; may be"
              + " repeated, for rotation. That of --service-account-signing-key-file when absent.")
  List<Path> keyFiles = new ArrayList<>();

  @Option(
      names = "--service-account-signing-key-file",
      paramLabel = "FILE",
      description = "The RSA or ECDSA key that service account tokens are signed with, in PEM.")
  Optional<Path> signingKey = Optional.empty();

  @Option(
      names = "--service-account-issuer",
      paramLabel = "URL",
      defaultValue = "https://kubernetes.default.svc",
      description =
          "What tokens say of where they come from (default: ${DEFAULT-VALUE}); when repeated, the"
              + " others are accepted too.")
  List<String> issuers;

  @Option(
      names = "--service-account-jwks-uri",
      paramLabel = "URL",
      description = "Where others find the keys that tokens are verified with.")
  Optional<String> keysUrl = Optional.empty();

  @Option(
      names = "--service-account-max-token-expiration",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "How long a token may be good at most; 0 sets no limit.")
  Duration maxExpiration;

  @Option(
      names = "--service-account-extend-token-expiration",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Whether tokens in pods are good for a year, for programs that read them only once"
              + " (default: ${DEFAULT-VALUE}).")
  boolean extendExpiration;

  @Option(
      names = "--api-audiences",
      paramLabel = "NAME",
      split = ",",
      description = "For whom a token must be to be good here; the issuer when absent.")
  List<String> audiences = new ArrayList<>();

  List<String> audiences() {
    return audiences.isEmpty() ? issuers : audiences;
  }

  /// @throws IOException if a file can't be read, or has no key
  List<TokenKey> keys() throws IOException {
    var keys = new ArrayList<TokenKey>();
    for (var file : keyFiles.isEmpty() ? signingKey.stream().toList() : keyFiles) {
      keys.addAll(PublicKeys.read(file));
    }
    return keys;
  }

  /// What gives tokens to service accounts; empty without a key to sign them with.
  ///
  /// @throws IOException if the key can't be read
  Optional<TokenRequests> tokenRequests(Lookup lookup, InstantSource clock) throws IOException {
    checkExpiration();
    if (signingKey.isEmpty()) {
      return Optional.empty();
    }
    var signer = new TokenIssuer(SigningKey.read(signingKey.get()), issuers.getFirst());
    var limits = new TokenRequests.Limits(maxExpiration, extendExpiration);
    return Optional.of(new TokenRequests(signer, audiences(), limits, lookup, clock));
  }

  /// What tells others how to verify tokens; empty if nobody could find it by the issuer's name.
  ///
  /// @param address of this server, `HOST:PORT`
  /// @throws IOException if a key can't be read
  Optional<IssuerEndpoint> endpoint(String address) throws IOException {
    var issuer = issuers.getFirst();
    var keys = keys();
    if (!issuer.startsWith("https://") || keys.isEmpty()) {
      return Optional.empty();
    }
    var url = keysUrl.orElse("https://" + address + IssuerEndpoint.KEYS);
    return Optional.of(new IssuerEndpoint(issuer, url, keys));
  }

  private void checkExpiration() {
    boolean fits =
        maxExpiration.isZero()
            || (maxExpiration.compareTo(SHORTEST) >= 0 && maxExpiration.compareTo(LONGEST) <= 0);
    if (!fits) {
      throw new IllegalArgumentException(
          "wants --service-account-max-token-expiration between 1 hour and 2^32 seconds, got "
              + maxExpiration);
    }
  }
}
