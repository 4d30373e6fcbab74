package dev.coxswain.controllermanager.certificates;

import dev.coxswain.component.Pem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Signs certificates with the cluster's key.
public final class CertificateAuthority {
  // Clocks differ: a certificate is valid a little before it was made, unless it is a short one.
  private static final Duration BACKDATED = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofHours(8);
  private static final int SERIAL_BITS = 128;
  private static final int LINE = 64;
  private static final Map<String, Integer> KEY_USAGES =
      Map.of(
          "signing", KeyUsage.digitalSignature,
          "digital signature", KeyUsage.digitalSignature,
          "content commitment", KeyUsage.nonRepudiation,
          "key encipherment", KeyUsage.keyEncipherment,
          "key agreement", KeyUsage.keyAgreement,
          "data encipherment", KeyUsage.dataEncipherment,
          "cert sign", KeyUsage.keyCertSign,
          "crl sign", KeyUsage.cRLSign,
          "encipher only", KeyUsage.encipherOnly,
          "decipher only", KeyUsage.decipherOnly);
  private static final Map<String, KeyPurposeId> PURPOSES =
      Map.of(
          "any", KeyPurposeId.anyExtendedKeyUsage,
          "server auth", KeyPurposeId.id_kp_serverAuth,
          "client auth", KeyPurposeId.id_kp_clientAuth,
          "code signing", KeyPurposeId.id_kp_codeSigning,
          "email protection", KeyPurposeId.id_kp_emailProtection,
          "timestamping", KeyPurposeId.id_kp_timeStamping,
          "ocsp signing", KeyPurposeId.id_kp_OCSPSigning);

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final RandomGenerator random;

  /// @param random where serial numbers come from; must be hard to predict outside of tests
  public CertificateAuthority(X509Certificate certificate, PrivateKey key, RandomGenerator random) {
    this.certificate = certificate;
    this.key = key;
    this.random = random;
  }

  /// The authority of two PEM files.
  ///
  /// @throws IllegalArgumentException if they can't be read
  public static CertificateAuthority read(Path certificate, Path key, RandomGenerator random) {
    return new CertificateAuthority(
        Pem.certificates(Pem.read(certificate)).getFirst(), Pem.privateKey(Pem.read(key)), random);
  }

  /// A certificate, in PEM, for what is asked for; it never outlives the authority.
  ///
  /// @param usages as in a `CertificateSigningRequest`
  /// @param lifetime how long it is to be valid from now on
  String sign(CertificateRequest request, List<String> usages, Duration lifetime, Instant now) {
    try {
      return pem(build(request, usages, lifetime, now));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot sign for " + request.subject(), e);
    }
  }

  private X509CertificateHolder build(
      CertificateRequest request, List<String> usages, Duration lifetime, Instant now)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var end = now.plus(lifetime);
    var last = certificate.getNotAfter().toInstant();
    var builder =
        new X509v3CertificateBuilder(
            X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
            new BigInteger(SERIAL_BITS - 1, Random.from(random)),
            Date.from(lifetime.compareTo(SHORT) < 0 ? now : now.minus(BACKDATED)),
            Date.from(end.isAfter(last) ? last : end),
            request.subject(),
            request.publicKey());
    addUsages(builder, usages);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
    if (!request.alternativeNames().isEmpty()) {
      var names = new GeneralNames(request.alternativeNames().toArray(GeneralName[]::new));
      builder.addExtension(Extension.subjectAlternativeName, false, names);
    }
    return builder.build(new JcaContentSignerBuilder(algorithm()).build(key));
  }

  private static void addUsages(X509v3CertificateBuilder builder, List<String> usages)
      throws IOException {
    int bits =
        usages.stream().mapToInt(u -> KEY_USAGES.getOrDefault(u, 0)).reduce(0, (a, b) -> a | b);
    if (bits != 0) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(bits));
    }
    var purposes =
        usages.stream().map(PURPOSES::get).filter(Objects::nonNull).toArray(KeyPurposeId[]::new);
    if (purposes.length > 0) {
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }
  }

  private String algorithm() {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static String pem(X509CertificateHolder holder) throws IOException {
    var encoder = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
        .formatted(encoder.encodeToString(holder.getEncoded()));
  }
}
