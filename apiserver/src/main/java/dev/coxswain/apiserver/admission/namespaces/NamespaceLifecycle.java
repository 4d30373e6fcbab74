package dev.coxswain.apiserver.admission.namespaces;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.meta.v1.StatusCause;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Optional;
import java.util.Set;

/// Objects only in namespaces that exist, new ones only in those that stay; and some namespaces
/// stay for ever.
public final class NamespaceLifecycle implements Admission {
  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

  private final Lookup lookup;

  public NamespaceLifecycle(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public void enter(AdmissionRequest request) {
    if (request.resource().groupResource().equals("namespaces")) {
      if (request.operation() == Operation.DELETE && IMMORTAL.contains(request.name())) {
        throw request.forbidden("this namespace may not be deleted");
      }
      return;
    }
    if (!request.resource().namespaced()
        || request.operation() == Operation.DELETE
        || isReview(request)) {
      return;
    }
    var namespace =
        find(request.namespace())
            .orElseThrow(
                () -> ApiException.of(new Refusal.NotFound("namespaces", request.namespace())));
    if (request.operation() == Operation.CREATE
        && namespace.getStatus().getPhase().equals("Terminating")) {
      throw terminating(request);
    }
  }

  private Optional<Namespace> find(String name) {
    var key = ObjectKey.clusterScoped(name);
    var cached = lookup.get(Namespace.class, key);
    return cached.isPresent() ? cached : lookup.fetch(Namespace.class, key);
  }

  private static boolean isReview(AdmissionRequest request) {
    return request
        .resource()
        .groupResource()
        .equals("localsubjectaccessreviews.authorization.k8s.io");
  }

  private static ApiException terminating(AdmissionRequest request) {
    return request.forbidden(
        "unable to create new content in namespace %s because it is being terminated"
            .formatted(request.namespace()),
        StatusCause.newBuilder()
            .setReason("NamespaceTerminating")
            .setMessage("namespace %s is being terminated".formatted(request.namespace()))
            .setField("metadata.namespace")
            .build());
  }
}
