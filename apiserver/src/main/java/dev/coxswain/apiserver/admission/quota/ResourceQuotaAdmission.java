package dev.coxswain.apiserver.admission.quota;

import com.google.protobuf.Message;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.admission.Commitment;
import dev.coxswain.apiserver.admission.quota.QuotaDecision.Demand;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.storage.Storage;
import java.util.Optional;
import java.util.Set;

/// Refuses what would exceed a quota of its namespace, and books the rest.
public final class ResourceQuotaAdmission implements Admission {
  /// Events, and what is asked rather than stored.
  private static final Set<String> UNCOUNTED =
      Set.of(
          "events",
          "events.events.k8s.io",
          "bindings",
          "componentstatuses",
          "tokenreviews.authentication.k8s.io",
          "selfsubjectreviews.authentication.k8s.io",
          "subjectaccessreviews.authorization.k8s.io",
          "selfsubjectaccessreviews.authorization.k8s.io",
          "localsubjectaccessreviews.authorization.k8s.io",
          "selfsubjectrulesreviews.authorization.k8s.io");

  private final QuotaLedger ledger;
  private final QuotaConfiguration configuration;

  public ResourceQuotaAdmission(Lookup lookup, Storage storage, QuotaConfiguration configuration) {
    this.ledger = new QuotaLedger(lookup, storage);
    this.configuration = configuration;
  }

  @Override
  public Commitment commit(AdmissionRequest request) {
    var resource = request.resource().groupResource();
    var object = request.object().filter(_ -> usesAnything(request));
    if (object.isEmpty() || !isLimited(request)) {
      return Commitment.NONE;
    }
    var demand =
        new Demand(
            resource,
            object.get(),
            before(request),
            request.subresource().equals("status"),
            request.context().now());
    return ledger.charge(
        request.namespace(),
        quotas -> QuotaDecision.decide(demand, quotas, configuration),
        request::forbidden,
        request.dryRun());
  }

  private boolean isLimited(AdmissionRequest request) {
    return !ledger.quotas(request.namespace()).isEmpty()
        || !configuration.limitedResources().isEmpty();
  }

  private static Optional<Message> before(AdmissionRequest request) {
    return request.operation() == Operation.UPDATE ? request.existing() : Optional.empty();
  }

  /// Whether the write is of a sort that can change what is used.
  private static boolean usesAnything(AdmissionRequest request) {
    var resource = request.resource().groupResource();
    if (!request.resource().namespaced() || UNCOUNTED.contains(resource)) {
      return false;
    }
    boolean itself = request.subresource().isEmpty();
    return switch (request.operation()) {
      case CREATE -> itself;
      case UPDATE ->
          switch (resource) {
            case "pods" -> request.subresource().equals("resize");
            case "services" -> itself;
            case "persistentvolumeclaims" -> true;
            default -> false;
          };
      default -> false;
    };
  }
}
