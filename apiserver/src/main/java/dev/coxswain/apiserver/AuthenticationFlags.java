package dev.coxswain.apiserver;

import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.BasicPasswords;
import dev.coxswain.apiserver.authn.BearerTokens;
import dev.coxswain.apiserver.authn.BootstrapTokens;
import dev.coxswain.apiserver.authn.ClientCertificates;
import dev.coxswain.apiserver.authn.ServiceAccountTokens;
import dev.coxswain.apiserver.authn.StaticTokens;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.component.CertificateAuthorities;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// By what users are known.
final class AuthenticationFlags {
  private static final Logger log = LoggerFactory.getLogger(AuthenticationFlags.class);

  /// Whoever asks may know whether the server is well, even where nobody else is anonymous.
  private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");

  @Mixin ServiceAccountFlags accounts;
  @Mixin FrontProxyFlags proxies;

  @Option(
      names = "--token-auth-file",
      paramLabel = "FILE",
      description = "Fixed tokens; each line is token,user,uid,\"group1,group2\".")
  Optional<Path> tokens = Optional.empty();

  @Option(
      names = "--basic-auth-file",
      paramLabel = "FILE",
      description =
          "Fixed passwords; each line is password,user,uid,\"group1,group2\". For trials only.")
  Optional<Path> passwords = Optional.empty();

  @Option(
      names = "--enable-bootstrap-token-auth",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Whether secrets of type bootstrap.kubernetes.io/token in kube-system let nodes join"
              + " (default: ${DEFAULT-VALUE}).")
  boolean bootstrapTokens;

  @Option(
      names = "--anonymous-auth",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Whether requests without credentials are made as system:anonymous; those for health"
              + " always are (default: ${DEFAULT-VALUE}).")
  boolean anonymous;

  /// @param clientAuthorities who signs client certificates
  /// @throws IOException if a file can't be read, or holds something else
  Authenticator authenticator(
      Optional<CertificateAuthorities> clientAuthorities, Lookup lookup, InstantSource clock)
      throws IOException {
    var chain = new ArrayList<Authenticator>();
    proxies.authenticator(clock).ifPresent(chain::add);
    clientAuthorities
        .map(authorities -> new ClientCertificates(authorities, clock))
        .ifPresent(chain::add);
    if (passwords.isPresent()) {
      log.atWarn()
          .addKeyValue("file", passwords.get())
          .log("--basic-auth-file: passwords don't expire and cross the wire with every request");
      chain.add(BasicPasswords.read(passwords.get()));
    }
    chain.add(new BearerTokens(tokenKinds(lookup, clock), accounts.audiences()));
    Predicate<String> mayBeAnonymous = path -> anonymous || HEALTH.contains(path);
    return Authenticator.firstOf(chain).orAnonymous(mayBeAnonymous);
  }

  private List<BearerTokens.Kind> tokenKinds(Lookup lookup, InstantSource clock)
      throws IOException {
    var kinds = new ArrayList<BearerTokens.Kind>();
    if (tokens.isPresent()) {
      kinds.add(StaticTokens.read(tokens.get()).forAudiences(accounts.audiences()));
    }
    var keys = accounts.keys();
    if (!keys.isEmpty()) {
      kinds.add(
          new ServiceAccountTokens(keys, accounts.issuers, accounts.audiences(), lookup, clock));
    }
    if (bootstrapTokens) {
      kinds.add(new BootstrapTokens(lookup, clock).forAudiences(accounts.audiences()));
    }
    return kinds;
  }
}
