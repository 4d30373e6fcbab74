package dev.coxswain.apiserver.admission.general;

import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;

/// Lets nothing in; for tests of clients.
public final class AlwaysDeny implements Admission {

  @Override
  public boolean handles(AdmissionRequest.Operation operation) {
    return true;
  }

  @Override
  public void enter(AdmissionRequest request) {
    throw request.forbidden("admission control is denying all modifications");
  }
}
