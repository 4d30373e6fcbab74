package dev.coxswain.apiserver.admission.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.certificates.v1.CertificateSigningRequestStatus;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.authz.Authorizer;

/// Only who may `sign` for the signer gives a request its certificate, or says that it failed.
public final class CertificateSigning implements Admission {
  private final Signers signers;

  public CertificateSigning(Authorizer authorizer) {
    this.signers = new Signers(authorizer);
  }

  @Override
  public void check(AdmissionRequest request) {
    if (!request.isFor(Signers.REQUESTS) || !request.subresource().equals("status")) {
      return;
    }
    var before = request.existing(CertificateSigningRequest.class);
    var after = request.object(CertificateSigningRequest.class, "status");
    if (before.isEmpty()
        || after.isEmpty()
        || isSame(before.get().getStatus(), after.get().getStatus())) {
      return;
    }
    var signer = before.get().getSpec().getSignerName();
    if (!signers.allow(request, "sign", signer)) {
      throw request.forbidden(
          "user not permitted to sign requests with signerName \"%s\"".formatted(signer));
    }
  }

  private static boolean isSame(
      CertificateSigningRequestStatus before, CertificateSigningRequestStatus after) {
    return before.getCertificate().equals(after.getCertificate())
        && before.getConditionsList().equals(after.getConditionsList());
  }
}
