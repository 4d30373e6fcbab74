package dev.coxswain.controllermanager.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// What is asked for in the PKCS 10 part of a request.
record CertificateRequest(
    X500Name subject, List<GeneralName> alternativeNames, SubjectPublicKeyInfo publicKey) {
  private static final String BEGIN = "-----BEGIN CERTIFICATE REQUEST-----";
  private static final String END = "-----END CERTIFICATE REQUEST-----";

  CertificateRequest {
    alternativeNames = List.copyOf(alternativeNames);
  }

  /// Reads the request.
  ///
  /// @throws IllegalArgumentException if there is none in it
  static CertificateRequest of(CertificateSigningRequest request) {
    var text = request.getSpec().getRequest().toString(StandardCharsets.US_ASCII);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("PEM block type must be CERTIFICATE REQUEST");
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      var parsed = new PKCS10CertificationRequest(bytes);
      return new CertificateRequest(
          parsed.getSubject(), names(parsed), parsed.getSubjectPublicKeyInfo());
    } catch (IOException e) {
      throw new IllegalArgumentException("unreadable certificate request: " + e.getMessage(), e);
    }
  }

  private static List<GeneralName> names(PKCS10CertificationRequest request) {
    return Stream.of(request.getAttributes(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest))
        .map(Attribute::getAttributeValues)
        .flatMap(Stream::of)
        .map(Extensions::getInstance)
        .filter(e -> e.getExtension(Extension.subjectAlternativeName) != null)
        .map(e -> GeneralNames.fromExtensions(e, Extension.subjectAlternativeName))
        .flatMap(names -> Stream.of(names.getNames()))
        .toList();
  }

  String commonName() {
    return String.join("", subjectParts(BCStyle.CN));
  }

  List<String> organizations() {
    return subjectParts(BCStyle.O);
  }

  /// @param tag of a [GeneralName], such as [GeneralName#dNSName]
  boolean hasNames(int tag) {
    return alternativeNames.stream().anyMatch(name -> name.getTagNo() == tag);
  }

  private List<String> subjectParts(ASN1ObjectIdentifier type) {
    return Stream.of(subject.getRDNs(type))
        .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()))
        .toList();
  }
}
