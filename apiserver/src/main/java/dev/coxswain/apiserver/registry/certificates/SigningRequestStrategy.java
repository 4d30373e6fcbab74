package dev.coxswain.apiserver.registry.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.certificates.v1.ExtraValue;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Map;
import java.util.Optional;

/// Certificate signing requests: who asks is what the server knows, not what is claimed.
public final class SigningRequestStrategy extends GenericStrategy<CertificateSigningRequest> {
  public SigningRequestStrategy(ResourceType resource) {
    super(resource, SigningRequestTable.TABLE);
  }

  @Override
  public CertificateSigningRequest prepareForCreate(
      CertificateSigningRequest request, StrategyContext context) {
    var prepared = super.prepareForCreate(request, context).toBuilder();
    var user = context.user();
    var spec =
        prepared
            .getSpecBuilder()
            .setUsername(user.getUsername())
            .setUid(user.getUid())
            .clearGroups()
            .addAllGroups(user.getGroupsList())
            .clearExtra();
    user.getExtraMap()
        .forEach((key, value) ->
            spec.putExtra(key, ExtraValue.newBuilder().addAllItems(value.getItemsList()).build()));
    return prepared.build();
  }

  @Override
  public CertificateSigningRequest prepareForUpdate(
      CertificateSigningRequest updated,
      CertificateSigningRequest existing,
      StrategyContext context) {
    return super.prepareForUpdate(
        updated.toBuilder().setSpec(existing.getSpec()).build(), existing, context);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.ANY;
  }

  @Override
  protected void check(
      CertificateSigningRequest request, StrategyContext context, Problems problems) {
    SigningRequestValidation.check(request, problems);
  }

  @Override
  protected void checkUpdate(
      CertificateSigningRequest updated,
      CertificateSigningRequest existing,
      StrategyContext context,
      Problems problems) {
    SigningRequestValidation.checkUpdate(updated, existing, problems);
  }

  /// A signer leaves verdicts as they are, and the server says when a condition came.
  @Override
  public CertificateSigningRequest prepareStatusUpdate(
      CertificateSigningRequest updated,
      CertificateSigningRequest existing,
      StrategyContext context) {
    var prepared = super.prepareStatusUpdate(updated, existing, context).toBuilder();
    var conditions = prepared.getStatus().getConditionsList();
    prepared.getStatusBuilder().clearConditions();
    for (var condition : SigningRequestConditions.kept(conditions, existing)) {
      prepared
          .getStatusBuilder()
          .addConditions(SigningRequestConditions.dated(condition, existing, context.now()));
    }
    return prepared.build();
  }

  @Override
  protected void checkStatusUpdate(
      CertificateSigningRequest updated,
      CertificateSigningRequest existing,
      StrategyContext context,
      Problems problems) {
    SigningRequestValidation.checkStatus(updated, existing, problems);
  }

  @Override
  public Optional<SubresourceStrategy<CertificateSigningRequest, ?>> subresource(String name) {
    return name.equals("approval") ? Optional.of(new SigningRequestApproval()) : Optional.empty();
  }

  @Override
  public Map<String, String> selectableFields(CertificateSigningRequest request) {
    return Map.of("spec.signerName", request.getSpec().getSignerName());
  }
}
