package dev.coxswain.apiserver.admission.certificates;

import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;

/// Asks whether somebody may act for a signer: for that one, or for all of its domain.
record Signers(Authorizer authorizer) {
  static final String REQUESTS = "certificatesigningrequests.certificates.k8s.io";

  /// @param verb `approve` or `sign`
  boolean allow(AdmissionRequest request, String verb, String signer) {
    var domain = signer.substring(0, Math.max(0, signer.indexOf('/')));
    return allowExactly(request, verb, signer) || allowExactly(request, verb, domain + "/*");
  }

  private boolean allowExactly(AdmissionRequest request, String verb, String name) {
    var attributes =
        Attributes.of(request.user(), verb, "certificates.k8s.io", "*", "signers", "", "", name);
    return authorizer.authorize(attributes).allowed();
  }
}
