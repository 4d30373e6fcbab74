package dev.coxswain.apiserver.admission.general;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import java.util.List;

/// Services get no external addresses that they don't have yet: whoever sets one takes over what is
/// sent to it.
public final class DenyServiceExternalIPs implements Admission {

  @Override
  public void check(AdmissionRequest request) {
    List<String> before =
        request
            .existing(Service.class)
            .<List<String>>map(service -> service.getSpec().getExternalIPsList())
            .orElseGet(List::of);
    request
        .object(Service.class)
        .filter(service -> !before.containsAll(service.getSpec().getExternalIPsList()))
        .ifPresent(_ -> {
          throw request.forbidden("Use of external IPs is denied by admission control.");
        });
  }
}
