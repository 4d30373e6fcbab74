package dev.coxswain.apiserver.admission.nodes;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a node may say of itself: not the taints and labels that keep pods away from it.
final class OwnNode {
  private static final Set<String> OWN_LABELS =
      Set.of(
          "kubernetes.io/hostname",
          "kubernetes.io/os",
          "kubernetes.io/arch",
          "beta.kubernetes.io/os",
          "beta.kubernetes.io/arch",
          "beta.kubernetes.io/instance-type",
          "node.kubernetes.io/instance-type",
          "topology.kubernetes.io/zone",
          "topology.kubernetes.io/region",
          "failure-domain.beta.kubernetes.io/zone",
          "failure-domain.beta.kubernetes.io/region");
  private static final Set<String> OWN_DOMAINS =
      Set.of("kubelet.kubernetes.io", "node.kubernetes.io");
  private static final Set<String> KUBERNETES = Set.of("kubernetes.io", "k8s.io");
  private static final Set<String> RESTRICTED = Set.of("node-restriction.kubernetes.io");

  private OwnNode() {}

  static void check(String node, AdmissionRequest request) {
    if (!request.name().equals(node)) {
      throw request.forbidden(
          "node \"%s\" is not allowed to modify node \"%s\"".formatted(node, request.name()));
    }
    switch (request.operation()) {
      case CREATE -> checkNew(node, request, (Node) request.object().orElseThrow());
      case UPDATE ->
          checkChange(
              node,
              request,
              request.existing(Node.class).orElseThrow(),
              (Node) request.object().orElseThrow());
      default -> {}
    }
  }

  private static void checkNew(String node, AdmissionRequest request, Node created) {
    var forbidden = forbiddenLabels(created.getMetadata().getLabelsMap(), Map.of());
    if (!forbidden.isEmpty()) {
      throw request.forbidden(
          "node \"%s\" is not allowed to set the following labels: %s"
              .formatted(node, String.join(", ", forbidden)));
    }
  }

  private static void checkChange(String node, AdmissionRequest request, Node before, Node after) {
    if (!before.getSpec().getTaintsList().equals(after.getSpec().getTaintsList())) {
      throw request.forbidden("node \"%s\" is not allowed to modify taints".formatted(node));
    }
    var forbidden =
        forbiddenLabels(after.getMetadata().getLabelsMap(), before.getMetadata().getLabelsMap());
    if (!forbidden.isEmpty()) {
      throw request.forbidden("is not allowed to modify labels: " + String.join(", ", forbidden));
    }
    if (!before
        .getMetadata()
        .getOwnerReferencesList()
        .equals(after.getMetadata().getOwnerReferencesList())) {
      throw request.forbidden(
          "node \"%s\" is not allowed to modify ownerReferences".formatted(node));
    }
  }

  /// Of the labels that differ.
  private static Set<String> forbiddenLabels(
      Map<String, String> labels, Map<String, String> before) {
    var names = new TreeSet<>(labels.keySet());
    names.addAll(before.keySet());
    names.removeIf(name ->
        (labels.containsKey(name)
                && before.containsKey(name)
                && labels.get(name).equals(before.get(name)))
            || isOwn(name));
    return names;
  }

  private static boolean isOwn(String label) {
    int slash = label.indexOf('/');
    var domain = slash < 0 ? "" : label.substring(0, slash);
    if (isWithin(domain, RESTRICTED)) {
      return false;
    }
    return !isWithin(domain, KUBERNETES)
        || OWN_LABELS.contains(label)
        || isWithin(domain, OWN_DOMAINS);
  }

  private static boolean isWithin(String domain, Set<String> domains) {
    return domains.stream().anyMatch(d -> domain.equals(d) || domain.endsWith("." + d));
  }
}
