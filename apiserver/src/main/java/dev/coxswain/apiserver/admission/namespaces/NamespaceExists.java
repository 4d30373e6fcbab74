package dev.coxswain.apiserver.admission.namespaces;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.registry.Lookup;

/// Every write in a namespace, deletions too, needs that to exist.
public final class NamespaceExists implements Admission {
  private final Lookup lookup;

  public NamespaceExists(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public void check(AdmissionRequest request) {
    if (!request.resource().namespaced()) {
      return;
    }
    var key = ObjectKey.clusterScoped(request.namespace());
    if (lookup.get(Namespace.class, key).isEmpty()
        && lookup.fetch(Namespace.class, key).isEmpty()) {
      throw ApiException.of(new Refusal.NotFound("namespaces", request.namespace()));
    }
  }
}
