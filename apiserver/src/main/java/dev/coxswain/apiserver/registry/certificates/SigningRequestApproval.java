package dev.coxswain.apiserver.registry.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.certificates.v1.CertificateSigningRequestCondition;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.time.Times;
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
    var path = Problems.STATUS.child("conditions");
    boolean approved = has(sent, "Approved");
    boolean denied = has(sent, "Denied");
    if (approved && denied) {
      problems.invalid(path, "Denied", "Approved and Denied conditions are mutually exclusive");
    }
    for (var type : List.of("Approved", "Denied", "Failed")) {
      if (has(existing, type) && !has(sent, type)) {
        problems.forbidden(
            path, "updates may not remove a condition of type \"%s\"".formatted(type));
      }
    }
    return problems.all();
  }

  @Override
  public CertificateSigningRequest write(
      CertificateSigningRequest existing, CertificateSigningRequest sent, StrategyContext context) {
    var changed = existing.toBuilder();
    changed.getStatusBuilder().clearConditions();
    for (var condition : sent.getStatus().getConditionsList()) {
      changed.getStatusBuilder().addConditions(dated(condition, context));
    }
    return changed.build();
  }

  private static CertificateSigningRequestCondition dated(
      CertificateSigningRequestCondition condition, StrategyContext context) {
    var dated = condition.toBuilder();
    if (condition.getLastUpdateTime().getSeconds() == 0) {
      dated.setLastUpdateTime(Times.of(context.now()));
    }
    if (condition.getLastTransitionTime().getSeconds() == 0) {
      dated.setLastTransitionTime(Times.of(context.now()));
    }
    return dated.build();
  }

  private static boolean has(CertificateSigningRequest request, String type) {
    return request.getStatus().getConditionsList().stream().anyMatch(c -> c.getType().equals(type));
  }
}
