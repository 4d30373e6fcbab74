package dev.coxswain.apiserver.authn;

import dev.coxswain.component.CertificateAuthorities;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/// A client certificate's subject: the common name is the user, organizations are the groups.
public final class ClientCertificates implements Authenticator {
  /// Where upstream puts the fingerprint.
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

  private static final int MAX_REMEMBERED = 4096;

  private final VerifiedChains chains;
  private final ConcurrentMap<X509Certificate, Optional<UserInfo>> users =
      new ConcurrentHashMap<>();

  /// @param authorities whose certificates are good
  public ClientCertificates(CertificateAuthorities authorities, java.time.InstantSource clock) {
    this.chains = new VerifiedChains(authorities, clock);
  }

  @Override
  public Authentication authenticate(Credentials credentials) {
    if (credentials.certificates().isEmpty()) {
      return new Authentication.Unknown();
    }
    var problem = chains.problem(credentials.certificates());
    return problem.isPresent()
        ? new Authentication.Rejected(problem.get())
        : user(credentials.certificates().getFirst())
            .<Authentication>map(user -> new Authentication.Known(user, credentials.audiences()))
            .orElseGet(Authentication.Unknown::new);
  }

  private Optional<UserInfo> user(X509Certificate certificate) {
    var known = users.get(certificate);
    if (known != null) {
      return known;
    }
    if (users.size() >= MAX_REMEMBERED) {
      users.clear();
    }
    var user = subject(certificate);
    users.put(certificate, user);
    return user;
  }

  private static Optional<UserInfo> subject(X509Certificate certificate) {
    try {
      var subject = new JcaX509CertificateHolder(certificate).getSubject();
      var name = commonName(subject);
      if (name.isEmpty()) {
        return Optional.empty();
      }
      var id = Map.of(CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint(certificate)));
      return Optional.of(new UserInfo(name, "", values(subject, BCStyle.O), id));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("wants an encodable certificate", e);
    }
  }

  /// The last of a certificate's common names; empty if it has none.
  static String commonName(X509Certificate certificate) throws CertificateEncodingException {
    return commonName(new JcaX509CertificateHolder(certificate).getSubject());
  }

  private static String commonName(X500Name subject) {
    var names = values(subject, BCStyle.CN);
    return names.isEmpty() ? "" : names.getLast();
  }

  private static List<String> values(X500Name subject, ASN1ObjectIdentifier attribute) {
    var values = new ArrayList<String>();
    for (var rdn : subject.getRDNs(attribute)) {
      for (var pair : rdn.getTypesAndValues()) {
        if (pair.getType().equals(attribute)) {
          values.add(IETFUtils.valueToString(pair.getValue()).replace("\\", ""));
        }
      }
    }
    return values;
  }

  private static String fingerprint(X509Certificate certificate)
      throws CertificateEncodingException {
    return HexFormat.of().formatHex(Digests.sha256(certificate.getEncoded()));
  }
}
