package dev.coxswain.apiserver.registry.certificates;

import dev.coxswain.api.certificates.v1.CertificateSigningRequest;
import dev.coxswain.api.certificates.v1.ExtraValue;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Certificate signing requests: who asks is what the server knows, not what is claimed.
public final class SigningRequestStrategy extends GenericStrategy<CertificateSigningRequest> {
  private static final List<String> USAGES =
      List.of(
          "any",
          "cert sign",
          "client auth",
          "code signing",
          "content commitment",
          "crl sign",
          "data encipherment",
          "decipher only",
          "digital signature",
          "email protection",
          "encipher only",
          "ipsec end system",
          "ipsec tunnel",
          "ipsec user",
          "key agreement",
          "key encipherment",
          "microsoft sgc",
          "netscape sgc",
          "ocsp signing",
          "s/mime",
          "server auth",
          "signing",
          "timestamping");
  private static final Pattern SIGNER =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+/.+");
  private static final String PEM = "-----BEGIN CERTIFICATE REQUEST-----";
  private static final int MIN_SECONDS = 600;

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
  protected void check(
      CertificateSigningRequest request, StrategyContext context, Problems problems) {
    var spec = request.getSpec();
    var pem = spec.getRequest().toString(StandardCharsets.UTF_8);
    if (!pem.contains(PEM)) {
      problems.invalid(
          Problems.SPEC.child("request"),
          Base64.getEncoder().encodeToString(spec.getRequest().toByteArray()),
          "PEM block type must be CERTIFICATE REQUEST");
    }
    checkUsages(spec.getUsagesList(), Problems.SPEC.child("usages"), problems);
    checkSigner(spec.getSignerName(), Problems.SPEC.child("signerName"), problems);
    if (spec.hasExpirationSeconds() && spec.getExpirationSeconds() < MIN_SECONDS) {
      problems.invalid(
          Problems.SPEC.child("expirationSeconds"),
          spec.getExpirationSeconds(),
          "may not specify a duration less than 600 seconds (10 minutes)");
    }
  }

  @Override
  public Optional<SubresourceStrategy<CertificateSigningRequest, ?>> subresource(String name) {
    return name.equals("approval") ? Optional.of(new SigningRequestApproval()) : Optional.empty();
  }

  @Override
  public Map<String, String> selectableFields(CertificateSigningRequest request) {
    return Map.of("spec.signerName", request.getSpec().getSignerName());
  }

  private static void checkUsages(List<String> usages, FieldPath path, Problems problems) {
    if (usages.isEmpty()) {
      problems.required(path, "usages must contain at least one value");
    }
    for (int i = 0; i < usages.size(); i++) {
      problems.oneOf(path.index(i), usages.get(i), USAGES);
    }
  }

  private static void checkSigner(String signer, FieldPath path, Problems problems) {
    if (signer.isEmpty()) {
      problems.required(path);
    } else if (!SIGNER.matcher(signer).matches()) {
      problems.invalid(
          path,
          signer,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
    }
  }
}
