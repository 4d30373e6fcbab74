package dev.coxswain.apiserver.admission.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.authz.Authorizer;

/// Only who may `approve` for the signer says yes or no to a request.
public final class CertificateApproval implements Admission {
  private final Signers signers;

  public CertificateApproval(Authorizer authorizer) {
    this.signers = new Signers(authorizer);
  }

  @Override
  public void check(AdmissionRequest request) {
    if (!request.isFor(Signers.REQUESTS) || !request.subresource().equals("approval")) {
      return;
    }
    var signer =
        request
            .existing(CertificateSigningRequest.class)
            .map(csr -> csr.getSpec().getSignerName())
            .orElse("");
    if (!signers.allow(request, "approve", signer)) {
      throw request.forbidden(
          "user not permitted to approve requests with signerName \"%s\"".formatted(signer));
    }
  }
}
