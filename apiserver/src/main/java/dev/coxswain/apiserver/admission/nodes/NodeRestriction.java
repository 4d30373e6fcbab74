package dev.coxswain.apiserver.admission.nodes;

import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;

/// Lets a kubelet (`system:node:NAME` in the group `system:nodes`) write only what is its own: its
/// node, the pods on it, and what those need.
public final class NodeRestriction implements Admission {
  private static final String USER_PREFIX = "system:node:";
  private static final String GROUP = "system:nodes";
  private static final String LEASES = "kube-node-lease";

  private final OwnPods pods;
  private final TokensForPods tokens;

  public NodeRestriction(Lookup lookup) {
    this.pods = new OwnPods(lookup);
    this.tokens = new TokensForPods(lookup);
  }

  @Override
  public void check(AdmissionRequest request) {
    var user = request.user();
    if (!user.name().startsWith(USER_PREFIX) || !user.groups().contains(GROUP)) {
      return;
    }
    var node = user.name().substring(USER_PREFIX.length());
    if (node.isEmpty()) {
      throw request.forbidden("could not determine node from user \"%s\"".formatted(user.name()));
    }
    switch (request.resource().groupResource()) {
      case "pods" -> pods.check(node, request);
      case "nodes" -> OwnNode.check(node, request);
      case "persistentvolumeclaims" -> ClaimStatus.check(node, request);
      case "serviceaccounts" -> tokens.check(node, request);
      case "leases.coordination.k8s.io" -> checkLease(node, request);
      case "csinodes.storage.k8s.io" ->
          requireOwnName(
              node, request, "can only access CSINode with the same name as the requesting node");
      default -> {}
    }
  }

  private static void checkLease(String node, AdmissionRequest request) {
    if (!request.namespace().equals(LEASES)) {
      throw request.forbidden(
          "can only access leases in the \"%s\" system namespace".formatted(LEASES));
    }
    requireOwnName(
        node, request, "can only access node lease with the same name as the requesting node");
  }

  private static void requireOwnName(String node, AdmissionRequest request, String why) {
    if (!request.name().equals(node)) {
      throw request.forbidden(why);
    }
  }

  /// As refusals spell it.
  static String unexpected(Operation operation) {
    return "unexpected operation \"%s\"".formatted(operation);
  }
}
