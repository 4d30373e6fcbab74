package dev.coxswain.apiserver;

import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.BoundObjects;
import dev.coxswain.apiserver.authn.ClientCertificates;
import dev.coxswain.apiserver.authn.PublicKeys;
import dev.coxswain.apiserver.authn.ServiceAccountTokens;
import dev.coxswain.apiserver.authn.StaticTokens;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.tokens.SigningKey;
import dev.coxswain.apiserver.tokens.TokenIssuer;
import dev.coxswain.apiserver.tokens.TokenRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// By what users are known.
final class AuthenticationFlags {
  @Option(
      names = "--token-auth-file",
      paramLabel = "FILE",
      description = "Fixed tokens; each line is token,user,uid,\"group1,group2\".")
  Optional<Path> tokens = Optional.empty();

  @Option(
      names = "--service-account-key-file",
      paramLabel = "FILE",
      description =
          "RSA keys that service account tokens are verified with, in PEM; may be repeated. That of"
              + " --service-account-signing-key-file when absent.")
  List<Path> accountKeys = new ArrayList<>();

  @Option(
      names = "--service-account-signing-key-file",
      paramLabel = "FILE",
      description = "The RSA key that service account tokens are signed with, in PEM.")
  Optional<Path> signingKey = Optional.empty();

  @Option(
      names = "--service-account-issuer",
      paramLabel = "URL",
      defaultValue = "https://kubernetes.default.svc",
      description = "What tokens say of where they come from (default: ${DEFAULT-VALUE}).")
  String issuer;

  @Option(
      names = "--service-account-max-token-expiration",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description = "How long a token may be good at most; 0 sets no limit.")
  java.time.Duration maxTokenExpiration;

  @Option(
      names = "--api-audiences",
      paramLabel = "NAME",
      split = ",",
      description = "For whom a token must be to be good here; the issuer when absent.")
  List<String> audiences = new ArrayList<>();

  @Option(
      names = "--anonymous-auth",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Whether requests without credentials are made as system:anonymous (default:"
              + " ${DEFAULT-VALUE}).")
  boolean anonymous;

  List<String> audiences() {
    return audiences.isEmpty() ? List.of(issuer) : audiences;
  }

  /// @throws IOException if a file can't be read, or holds something else
  Authenticator authenticator(Lookup lookup, InstantSource clock) throws IOException {
    var chain = new ArrayList<Authenticator>();
    chain.add(new ClientCertificates());
    if (tokens.isPresent()) {
      chain.add(StaticTokens.read(tokens.get()));
    }
    var keys = keys();
    if (!keys.isEmpty()) {
      chain.add(
          new ServiceAccountTokens(keys, issuer, audiences(), BoundObjects.of(lookup), clock));
    }
    return Authenticator.firstOf(chain, anonymous);
  }

  /// What gives tokens to service accounts; empty without a key to sign them with.
  ///
  /// @throws IOException if the key can't be read
  Optional<TokenRequests> tokenRequests(Lookup lookup, InstantSource clock) throws IOException {
    if (signingKey.isEmpty()) {
      return Optional.empty();
    }
    var signer = new TokenIssuer(SigningKey.read(signingKey.get()), issuer);
    return Optional.of(new TokenRequests(signer, audiences(), maxTokenExpiration, lookup, clock));
  }

  private List<RSAPublicKey> keys() throws IOException {
    var keys = new ArrayList<RSAPublicKey>();
    for (var file : accountKeys.isEmpty() ? signingKey.stream().toList() : accountKeys) {
      keys.addAll(PublicKeys.read(file));
    }
    return keys;
  }
}
