package dev.coxswain.apiserver.authn;

import dev.coxswain.component.CertificateAuthorities;
import java.security.cert.CertificateEncodingException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Believes a proxy in front of the server who the user is, from headers such as `X-Remote-User`.
/// The proxy proves itself by a certificate of an authority of its own.
public final class FrontProxy implements Authenticator {
  /// Which headers tell what; all in lower case.
  public record Headers(
      List<String> users, List<String> uids, List<String> groups, List<String> extraPrefixes) {
    public Headers {
      users = lowerCase(users);
      uids = lowerCase(uids);
      groups = lowerCase(groups);
      extraPrefixes = lowerCase(extraPrefixes);
    }

    private static List<String> lowerCase(List<String> names) {
      return names.stream().map(name -> name.strip().toLowerCase(Locale.ROOT)).toList();
    }
  }

  private final VerifiedChains chains;
  private final List<String> allowedNames;
  private final Headers headers;

  /// @param allowedNames common names of proxies; any will do when empty
  public FrontProxy(
      CertificateAuthorities authorities,
      List<String> allowedNames,
      Headers headers,
      InstantSource clock) {
    this.chains = new VerifiedChains(authorities, clock);
    this.allowedNames = List.copyOf(allowedNames);
    this.headers = headers;
  }

  @Override
  public Authentication authenticate(Credentials credentials) {
    var name = first(credentials, headers.users());
    if (credentials.certificates().isEmpty() || name.isEmpty()) {
      return new Authentication.Unknown();
    }
    return problem(credentials)
        .<Authentication>map(Authentication.Rejected::new)
        .orElseGet(
            () -> new Authentication.Known(user(name.get(), credentials), credentials.audiences()));
  }

  private Optional<String> problem(Credentials credentials) {
    return chains
        .problem(credentials.certificates())
        .or(() -> {
          var name = commonName(credentials);
          return allowedNames.isEmpty() || allowedNames.contains(name)
              ? Optional.empty()
              : Optional.of("x509: subject with cn=" + name + " is not in the allowed list");
        });
  }

  private static String commonName(Credentials credentials) {
    try {
      return ClientCertificates.commonName(credentials.certificates().getFirst());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("wants an encodable certificate", e);
    }
  }

  private UserInfo user(String name, Credentials credentials) {
    var groups =
        headers.groups().stream()
            .flatMap(header -> credentials.headers().getOrDefault(header, List.of()).stream())
            .toList();
    var uid = first(credentials, headers.uids()).orElse("");
    return new UserInfo(name, uid, groups, extra(credentials));
  }

  private Map<String, List<String>> extra(Credentials credentials) {
    var extra = new LinkedHashMap<String, List<String>>();
    credentials
        .headers()
        .forEach((header, values) ->
            headers.extraPrefixes().stream()
                .filter(header::startsWith)
                .findFirst()
                .ifPresent(prefix ->
                    extra.put(
                        Impersonation.percentDecoded(header.substring(prefix.length())), values)));
    return extra;
  }

  private static Optional<String> first(Credentials credentials, List<String> names) {
    return names.stream()
        .flatMap(name -> credentials.headers().getOrDefault(name, List.of()).stream())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
