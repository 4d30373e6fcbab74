package dev.coxswain.apiserver.admission.nodes;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.authz.node.PodReferences;
import dev.coxswain.apiserver.registry.Lookup;

/// What a node may do to pods: show those that it runs by itself, and tell of, delete and evict
/// those that are bound to it.
final class OwnPods {
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private final Lookup lookup;

  OwnPods(Lookup lookup) {
    this.lookup = lookup;
  }

  void check(String node, AdmissionRequest request) {
    switch (request.subresource()) {
      case "" -> checkPod(node, request);
      case "status" -> checkStatus(node, request);
      case "eviction" -> checkEviction(node, request);
      default ->
          throw request.forbidden(
              "unexpected pod subresource \"%s\", only 'status' and 'eviction' are allowed"
                  .formatted(request.subresource()));
    }
  }

  private void checkPod(String node, AdmissionRequest request) {
    switch (request.operation()) {
      case CREATE -> checkMirror(node, request, request.object(Pod.class).orElseThrow());
      case DELETE ->
          requireBound(
              node, request, "node \"%s\" can only delete pods with spec.nodeName set to itself");
      default ->
          throw request.forbidden(
              "%s, node \"%s\" can only create and delete mirror pods"
                  .formatted(NodeRestriction.unexpected(request.operation()), node));
    }
  }

  private static void requireBound(String node, AdmissionRequest request, String why) {
    boolean bound =
        request
            .existing(Pod.class)
            .filter(pod -> pod.getSpec().getNodeName().equals(node))
            .isPresent();
    if (!bound) {
      throw request.forbidden(why.formatted(node));
    }
  }

  private static void checkStatus(String node, AdmissionRequest request) {
    if (request.operation() != Operation.UPDATE) {
      throw request.forbidden(NodeRestriction.unexpected(request.operation()));
    }
    requireBound(
        node,
        request,
        "node \"%s\" can only update pod status for pods with spec.nodeName set to itself");
    var before = request.existing(Pod.class).orElseThrow();
    var after = request.object(Pod.class, "status").orElseThrow();
    if (!before.getMetadata().getLabelsMap().equals(after.getMetadata().getLabelsMap())) {
      throw request.forbidden(
          "node \"%s\" cannot update labels through pod status".formatted(node));
    }
    if (!before
        .getStatus()
        .getResourceClaimStatusesList()
        .equals(after.getStatus().getResourceClaimStatusesList())) {
      throw request.forbidden("node \"%s\" cannot update resource claim statuses".formatted(node));
    }
  }

  private void checkEviction(String node, AdmissionRequest request) {
    if (request.operation() != Operation.CREATE) {
      throw request.forbidden(NodeRestriction.unexpected(request.operation()));
    }
    var pod =
        lookup
            .get(Pod.class, new ObjectKey(request.namespace(), request.name()))
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("pods", request.name())));
    if (!pod.getSpec().getNodeName().equals(node)) {
      throw request.forbidden(
          "node %s can only evict pods with spec.nodeName set to itself".formatted(node));
    }
  }

  private void checkMirror(String node, AdmissionRequest request, Pod pod) {
    if (!pod.getMetadata().containsAnnotations(MIRROR)) {
      throw request.forbidden(
          "pod does not have \"%s\" annotation, node \"%s\" can only create mirror pods"
              .formatted(MIRROR, node));
    }
    if (!pod.getSpec().getNodeName().equals(node)) {
      throw request.forbidden(
          "node \"%s\" can only create pods with spec.nodeName set to itself".formatted(node));
    }
    checkOwner(node, request, pod);
    checkReferences(node, request, pod);
  }

  private void checkOwner(String node, AdmissionRequest request, Pod pod) {
    var owners = pod.getMetadata().getOwnerReferencesList();
    if (owners.size() > 1) {
      throw request.forbidden(
          "node \"%s\" can only create pods with a single owner reference set to itself"
              .formatted(node));
    }
    boolean itself =
        owners.stream()
            .anyMatch(o ->
                o.getApiVersion().equals("v1")
                    && o.getKind().equals("Node")
                    && o.getName().equals(node));
    if (!itself) {
      throw request.forbidden(
          "node \"%s\" can only create pods with an owner reference set to itself".formatted(node));
    }
    var owner = owners.getFirst();
    if (!owner.getController()) {
      throw request.forbidden(
          "node \"%s\" can only create pods with a controller owner reference set to itself"
              .formatted(node));
    }
    if (owner.getBlockOwnerDeletion()) {
      throw request.forbidden(
          "node \"%s\" must not set blockOwnerDeletion on an owner reference".formatted(node));
    }
    var uid =
        lookup
            .get(Node.class, ObjectKey.clusterScoped(node))
            .map(found -> found.getMetadata().getUid())
            .orElseThrow(() -> ApiException.of(new Refusal.NotFound("nodes", node)));
    if (!owner.getUid().equals(uid)) {
      throw request.forbidden(
          "node %s UID mismatch: expected %s got %s".formatted(node, owner.getUid(), uid));
    }
  }

  private static void checkReferences(String node, AdmissionRequest request, Pod pod) {
    var spec = pod.getSpec();
    refuseReference(!spec.getServiceAccountName().isEmpty(), "a service account", node, request);
    refuseReference(!PodReferences.secrets(pod).isEmpty(), "secrets", node, request);
    refuseReference(!PodReferences.configMaps(pod).isEmpty(), "configmaps", node, request);
    refuseReference(!PodReferences.claims(pod).isEmpty(), "persistentvolumeclaims", node, request);
    refuseReference(spec.getResourceClaimsCount() > 0, "resourceclaims", node, request);
  }

  private static void refuseReference(
      boolean refers, String what, String node, AdmissionRequest request) {
    if (refers) {
      throw request.forbidden(
          "node \"%s\" can not create pods that reference %s".formatted(node, what));
    }
  }
}
