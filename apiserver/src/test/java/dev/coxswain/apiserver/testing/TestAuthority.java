package dev.coxswain.apiserver.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Random;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Signs certificates of clients.
public final class TestAuthority {
  private final KeyPair keys = keys();
  private final Random serials = new Random(1);
  private final X500Name name;
  private final X509Certificate certificate;

  public TestAuthority(String name) {
    this.name = new X500Name("CN=" + name);
    this.certificate = sign(this.name, keys, true, Duration.ofDays(1));
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /// @param subject such as `O=devs,CN=jane`
  public X509Certificate client(String subject, Duration lifetime) {
    return sign(new X500Name(subject), keys(), false, lifetime);
  }

  /// Writes the authorities' certificates as one bundle.
  public static void bundle(Path file, TestAuthority... authorities) {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      for (var authority : authorities) {
        pem.writeObject(authority.certificate);
      }
      pem.flush();
      Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // Bouncy Castle speaks it.
  private X509Certificate sign(
      X500Name subject, KeyPair subjectKeys, boolean authority, Duration lifetime) {
    try {
      var now = Instant.now().minusSeconds(60);
      var builder =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(64, serials),
                  Date.from(now.minus(Duration.ofDays(2))),
                  Date.from(now.plus(lifetime)),
                  subject,
                  subjectKeys.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
