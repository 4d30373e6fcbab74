package dev.coxswain.apiserver.authn;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/// A client certificate's subject: the common name is the user, organizations are the groups.
///
/// TLS has verified the certificate against the client authority.
public final class ClientCertificates implements Authenticator {
  /// Where upstream puts the fingerprint.
  private static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

  @Override
  public Optional<UserInfo> authenticate(Credentials credentials) {
    return credentials.certificates().stream().findFirst().flatMap(ClientCertificates::subject);
  }

  private static Optional<UserInfo> subject(X509Certificate certificate) {
    try {
      var subject = new JcaX509CertificateHolder(certificate).getSubject();
      var names = values(subject, BCStyle.CN);
      if (names.isEmpty() || names.getLast().isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new UserInfo(
              names.getLast(),
              "",
              values(subject, BCStyle.O),
              Map.of(CREDENTIAL_ID, List.of("X509SHA256=" + fingerprint(certificate)))));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("wants an encodable certificate", e);
    }
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
