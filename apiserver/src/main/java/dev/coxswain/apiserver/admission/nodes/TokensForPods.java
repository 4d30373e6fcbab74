package dev.coxswain.apiserver.admission.nodes;

import dev.coxswain.api.authentication.v1.TokenRequest;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.storage.v1.CSIDriver;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Set;
import java.util.TreeSet;

/// Which tokens a node gets: of the accounts of its pods, bound to those, for the audiences that
/// those name.
final class TokensForPods {
  private final Lookup lookup;

  TokensForPods(Lookup lookup) {
    this.lookup = lookup;
  }

  void check(String node, AdmissionRequest request) {
    if (request.operation() == Operation.CREATE && request.subresource().equals("token")) {
      check(node, request, request.object(TokenRequest.class, "token").orElseThrow());
    }
  }

  private void check(String node, AdmissionRequest request, TokenRequest asked) {
    var bound = asked.getSpec().getBoundObjectRef();
    if (!bound.getApiVersion().equals("v1")
        || !bound.getKind().equals("Pod")
        || bound.getName().isEmpty()) {
      throw request.forbidden("node requested token not bound to a pod");
    }
    if (bound.getUID().isEmpty()) {
      throw request.forbidden("node requested token with a pod binding without a uid");
    }
    var key = new ObjectKey(request.namespace(), bound.getName());
    var pod =
        lookup
            .get(Pod.class, key)
            .or(() -> lookup.fetch(Pod.class, key))
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("pods", bound.getName())));
    if (!bound.getUID().equals(pod.getMetadata().getUid())) {
      throw request.forbidden(
          ("the UID in the bound object reference (%s) does not match the UID in record. The object"
                  + " might have been deleted and then recreated")
              .formatted(bound.getUID()));
    }
    if (!pod.getSpec().getNodeName().equals(node)) {
      throw request.forbidden("node requested token bound to a pod scheduled on a different node");
    }
    var named = audiences(pod);
    asked.getSpec().getAudiencesList().stream()
        .filter(audience -> !named.contains(audience))
        .findFirst()
        .ifPresent(audience -> {
          throw request.forbidden(
              "audience \"%s\" not found in pod spec volume".formatted(audience));
        });
  }

  /// Those of its projected tokens, and those that the drivers of its volumes want.
  private Set<String> audiences(Pod pod) {
    var audiences = new TreeSet<String>();
    audiences.add("");
    for (var volume : pod.getSpec().getVolumesList()) {
      var source = volume.getVolumeSource();
      source.getProjected().getSourcesList().stream()
          .filter(projection -> projection.hasServiceAccountToken())
          .forEach(projection -> audiences.add(projection.getServiceAccountToken().getAudience()));
      if (source.hasCsi()) {
        lookup
            .get(CSIDriver.class, ObjectKey.clusterScoped(source.getCsi().getDriver()))
            .ifPresent(driver ->
                driver
                    .getSpec()
                    .getTokenRequestsList()
                    .forEach(request -> audiences.add(request.getAudience())));
      }
    }
    return audiences;
  }
}
