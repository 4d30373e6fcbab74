package dev.coxswain.apiserver.registry.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// `certificatesigningrequests/approval`: says yes or no, once and for ever.
final class SigningRequestApproval
    implements SubresourceStrategy<CertificateSigningRequest, CertificateSigningRequest> {

  @Override
  public CertificateSigningRequest prototype() {
    return CertificateSigningRequest.getDefaultInstance();
  }

  @Override
  public CertificateSigningRequest read(CertificateSigningRequest request) {
    return request;
  }

  @Override
  public List<FieldError> validate(
      CertificateSigningRequest sent, CertificateSigningRequest existing, StrategyContext context) {
    var problems = new Problems();
    var decided = sent.toBuilder().setSpec(existing.getSpec());
    decided.getStatusBuilder().setCertificate(existing.getStatus().getCertificate());
    SigningRequestValidation.checkUpdate(decided.build(), existing, problems);
    return problems.all();
  }

  @Override
  public CertificateSigningRequest write(
      CertificateSigningRequest existing, CertificateSigningRequest sent, StrategyContext context) {
    var changed = existing.toBuilder();
    changed.getStatusBuilder().clearConditions();
    for (var condition : sent.getStatus().getConditionsList()) {
      changed
          .getStatusBuilder()
          .addConditions(SigningRequestConditions.dated(condition, existing, context.now()));
    }
    return changed.build();
  }
}
