package dev.coxswain.apiserver.authz.node;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.authz.rbac.Rules;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.function.Predicate;

/// Allows a kubelet (`system:node:NAME` in the group `system:nodes`) what the cluster role
/// `system:node` lists.
///
/// Secrets, config maps, claims and service account tokens only as far as a pod on that node uses
/// them; leases and CSI nodes only its own.
public final class NodeAuthorizer implements Authorizer {
  private static final String USER_PREFIX = "system:node:";
  private static final String GROUP = "system:nodes";
  private static final ObjectKey ROLE = new ObjectKey("", "system:node");
  private static final String LEASES_NAMESPACE = "kube-node-lease";

  private final Lookup lookup;

  public NodeAuthorizer(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Decision authorize(Attributes attributes) {
    var user = attributes.user();
    if (!user.name().startsWith(USER_PREFIX) || !user.groups().contains(GROUP)) {
      return Decision.deny("");
    }
    var node = user.name().substring(USER_PREFIX.length());
    var rules = lookup.get(ClusterRole.class, ROLE).map(ClusterRole::getRulesList);
    if (rules.isEmpty() || !Rules.allow(rules.get(), attributes)) {
      return Decision.deny("");
    }
    return narrowed(node, attributes);
  }

  private Decision narrowed(String node, Attributes a) {
    return switch (a.group() + "/" + a.resource()) {
      case "/secrets" -> used(node, a, pod -> PodReferences.secrets(pod).contains(a.name()));
      case "/configmaps" -> used(node, a, pod -> PodReferences.configMaps(pod).contains(a.name()));
      case "/persistentvolumeclaims" ->
          used(node, a, pod -> PodReferences.claims(pod).contains(a.name()));
      case "/serviceaccounts" ->
          used(node, a, pod -> pod.getSpec().getServiceAccountName().equals(a.name()));
      case "coordination.k8s.io/leases" -> own(node, a, a.namespace().equals(LEASES_NAMESPACE));
      case "storage.k8s.io/csinodes" -> own(node, a, true);
      default -> Decision.allow("");
    };
  }

  private Decision used(String node, Attributes attributes, Predicate<Pod> uses) {
    boolean found =
        !attributes.namespace().isEmpty()
            && !attributes.name().isEmpty()
            && lookup.list(Pod.class, attributes.namespace()).stream()
                .anyMatch(pod -> pod.getSpec().getNodeName().equals(node) && uses.test(pod));
    return found
        ? Decision.allow("")
        : Decision.deny("no relationship found between node '%s' and this object".formatted(node));
  }

  private static Decision own(String node, Attributes attributes, boolean place) {
    boolean named = attributes.name().isEmpty() || attributes.name().equals(node);
    return place && named
        ? Decision.allow("")
        : Decision.deny(
            "can only access %s with the same name as the requesting node"
                .formatted(attributes.resource()));
  }
}
