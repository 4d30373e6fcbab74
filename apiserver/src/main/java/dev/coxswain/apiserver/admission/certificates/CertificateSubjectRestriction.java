package dev.coxswain.apiserver.admission.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/// Nobody becomes a member of `system:masters` by a certificate for clients.
public final class CertificateSubjectRestriction implements Admission {
  private static final String SIGNER = "kubernetes.io/kube-apiserver-client";
  private static final String GROUP = "system:masters";

  @Override
  public void check(AdmissionRequest request) {
    request
        .created(CertificateSigningRequest.class)
        .filter(csr -> csr.getSpec().getSignerName().equals(SIGNER))
        .map(csr -> csr.getSpec().getRequest().toString(StandardCharsets.UTF_8))
        .filter(pem -> organizations(request, pem).contains(GROUP))
        .ifPresent(_ -> {
          throw request.forbidden(
              "use of %s signer with %s group is not allowed".formatted(SIGNER, GROUP));
        });
  }

  private static List<String> organizations(AdmissionRequest request, String pem) {
    try (var parser = new PEMParser(new StringReader(pem))) {
      if (parser.readObject() instanceof PKCS10CertificationRequest csr) {
        return Stream.of(csr.getSubject().getRDNs(BCStyle.O))
            .flatMap(rdn -> Stream.of(rdn.getTypesAndValues()))
            .filter(value -> value.getType().equals(BCStyle.O))
            .map(value -> ((ASN1String) value.getValue()).getString())
            .toList();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw request.forbidden("failed to parse CSR: " + e.getMessage());
    }
    throw request.forbidden("failed to parse CSR: PEM block type must be CERTIFICATE REQUEST");
  }
}
