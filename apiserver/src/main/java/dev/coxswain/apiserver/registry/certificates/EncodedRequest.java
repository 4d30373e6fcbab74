package dev.coxswain.apiserver.registry.certificates;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/// What is wrong with the text of a signing request, in Go's words where those can be told. Pure.
final class EncodedRequest {
  private static final String TYPE = "CERTIFICATE REQUEST";
  private static final String PARAMETERS =
      "{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil>"
          + " stringType:0 timeType:0 set:false omitEmpty:false} certificateRequest @2";
  private static final int SEQUENCE = 16;
  private static final int LONG_FORM = 0x80;

  private EncodedRequest() {}

  /// Empty if it is a request, signed with the key that it is about.
  static Optional<String> complaint(String pem) {
    return PemBlock.all(pem).stream()
        .findFirst()
        .filter(block -> block.type().equals(TYPE))
        .map(block -> complaint(block.content()))
        .orElseGet(() -> Optional.of("PEM block type must be CERTIFICATE REQUEST"));
  }

  private static Optional<String> complaint(byte[] der) {
    var frame = frameComplaint(der);
    if (frame.isPresent()) {
      return frame;
    }
    try {
      var request = new PKCS10CertificationRequest(der);
      var verifier =
          new JcaContentVerifierProviderBuilder().build(request.getSubjectPublicKeyInfo());
      return request.isSignatureValid(verifier)
          ? Optional.empty()
          : Optional.of(unsigned(request.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm()));
    } catch (IOException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException
        | ClassCastException e) {
      return Optional.of("x509: " + e.getMessage());
    }
  }

  private static String unsigned(ASN1ObjectIdentifier algorithm) {
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return "crypto/rsa: verification error";
    }
    return algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)
        ? "x509: ECDSA verification failure"
        : "x509: Ed25519 verification failure";
  }

  /// Whether it is one ASN.1 sequence, and nothing after it.
  private static Optional<String> frameComplaint(byte[] der) {
    if (der.length < 2) {
      return Optional.of(
          der.length == 0
              ? "asn1: syntax error: sequence truncated"
              : "asn1: syntax error: truncated tag or length");
    }
    int start = 2;
    long length = der[1] & 0xff;
    if (length >= LONG_FORM) {
      int bytes = (int) length - LONG_FORM;
      if (bytes == 0) {
        return Optional.of("asn1: syntax error: indefinite length found (not DER)");
      }
      if (bytes > Integer.BYTES || start + bytes > der.length) {
        return Optional.of("asn1: syntax error: truncated tag or length");
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << Byte.SIZE | (der[start++] & 0xff);
      }
    }
    return sequenceComplaint(der, start, length);
  }

  private static Optional<String> sequenceComplaint(byte[] der, int start, long length) {
    int classOf = (der[0] & 0xff) >> 6;
    int tag = der[0] & 0x1f;
    boolean compound = (der[0] & 0x20) != 0;
    if (classOf != 0 || tag != SEQUENCE || !compound) {
      return Optional.of(
          "asn1: structure error: tags don't match (16 vs {class:%d tag:%d length:%d isCompound:%s}) %s"
              .formatted(classOf, tag, length, compound, PARAMETERS));
    }
    if (start + length > der.length) {
      return Optional.of("asn1: syntax error: data truncated");
    }
    return start + length < der.length
        ? Optional.of("asn1: syntax error: trailing data")
        : Optional.empty();
  }
}
