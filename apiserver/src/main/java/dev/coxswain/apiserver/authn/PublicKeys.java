package dev.coxswain.apiserver.authn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Keys that tokens are verified with: from files with public keys, certificates or the private
/// keys themselves.
public final class PublicKeys {
  private PublicKeys() {}

  /// @throws IOException if the file can't be read, or has no key
  public static List<TokenKey> read(Path file) throws IOException {
    var keys = new ArrayList<TokenKey>();
    try (var parser = new PEMParser(Files.newBufferedReader(file))) {
      for (var object = parser.readObject(); object != null; object = parser.readObject()) {
        publicPart(object).map(TokenKey::of).ifPresent(keys::add);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("wants keys in " + file + ": " + e.getMessage(), e);
    }
    if (keys.isEmpty()) {
      throw new IOException("wants an RSA or ECDSA key in " + file);
    }
    return keys;
  }

  /// The public half of a private key.
  ///
  /// @throws IOException if it is neither RSA nor ECDSA
  public static PublicKey of(PrivateKeyInfo info) throws IOException {
    var half =
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(
            publicHalf(PrivateKeyFactory.createKey(info)));
    return new JcaPEMKeyConverter().getPublicKey(half);
  }

  private static AsymmetricKeyParameter publicHalf(AsymmetricKeyParameter key) throws IOException {
    return switch (key) {
      case RSAPrivateCrtKeyParameters rsa ->
          new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
      case ECPrivateKeyParameters curve ->
          new ECPublicKeyParameters(
              curve.getParameters().getG().multiply(curve.getD()), curve.getParameters());
      default -> throw new IOException("wants an RSA or ECDSA key");
    };
  }

  /// Empty for what is no key, such as the parameters that openssl writes in front of one.
  private static Optional<PublicKey> publicPart(Object object) throws IOException {
    var converter = new JcaPEMKeyConverter();
    return switch (object) {
      case SubjectPublicKeyInfo info -> Optional.of(converter.getPublicKey(info));
      case PEMKeyPair pair -> Optional.of(of(pair.getPrivateKeyInfo()));
      case PrivateKeyInfo info -> Optional.of(of(info));
      case X509CertificateHolder certificate ->
          Optional.of(converter.getPublicKey(certificate.getSubjectPublicKeyInfo()));
      default -> Optional.empty();
    };
  }
}
