package dev.coxswain.apiserver.authz.node;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.storage.v1.VolumeAttachment;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.authz.Permissions;
import dev.coxswain.apiserver.authz.rbac.Rules;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Allows a kubelet (`system:node:NAME` in the group `system:nodes`) what the cluster role
/// `system:node` lists.
///
/// Secrets, config maps, claims, volumes and service account tokens only as far as a pod on that
/// node uses them; pods only those on that node, nodes, leases and CSI nodes only its own.
public final class NodeAuthorizer implements Authorizer {
  private static final String USER_PREFIX = "system:node:";
  private static final String GROUP = "system:nodes";
  private static final ObjectKey ROLE = new ObjectKey("", "system:node");
  private static final String LEASES_NAMESPACE = "kube-node-lease";
  private static final Set<String> READS = Set.of("get", "list", "watch");
  private static final Set<String> WRITES = Set.of("create", "update", "patch");
  private static final Set<String> CHANGES = Set.of("update", "patch");
  private static final Set<String> OWNED = Set.of("get", "create", "update", "patch", "delete");

  private final Lookup lookup;

  public NodeAuthorizer(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Decision authorize(Attributes attributes) {
    var user = attributes.user();
    if (!isNode(user)) {
      return Decision.deny("");
    }
    var node = user.name().substring(USER_PREFIX.length());
    return attributes.resourceRequest() ? ofResource(node, attributes) : byRole(attributes);
  }

  /// What a kubelet may do follows from its pods, not from rules.
  @Override
  public Permissions permissions(UserInfo user, String namespace) {
    return isNode(user)
        ? new Permissions(
            Permissions.NONE.rules(), "node authorizer does not support user rule resolution", true)
        : Permissions.NONE;
  }

  private static boolean isNode(UserInfo user) {
    return user.name().startsWith(USER_PREFIX) && user.groups().contains(GROUP);
  }

  private Decision byRole(Attributes a) {
    return lookup
        .get(ClusterRole.class, ROLE)
        .filter(role -> Rules.allow(role.getRulesList(), a))
        .map(_ -> Decision.allow(""))
        .orElse(Decision.deny(""));
  }

  private Decision ofResource(String node, Attributes a) {
    return switch (a.group() + "/" + a.resource()) {
      case "/secrets" -> read(node, a, uses(node, a, pod -> usesSecret(pod, a.name())));
      case "/configmaps" ->
          read(node, a, uses(node, a, pod -> PodReferences.configMaps(pod).contains(a.name())));
      case "/persistentvolumeclaims" ->
          a.subresource().isEmpty()
              ? get(node, a, uses(node, a, pod -> usesClaim(pod, a.name())))
              : byRole(a);
      case "/persistentvolumes" -> get(node, a, usesVolume(node, a.name()));
      case "storage.k8s.io/volumeattachments" -> get(node, a, isAttachedTo(node, a.name()));
      case "/serviceaccounts" -> token(node, a);
      case "/nodes" -> node(node, a);
      case "/pods" -> pod(node, a);
      case "coordination.k8s.io/leases" -> lease(node, a);
      case "storage.k8s.io/csinodes" -> csiNode(node, a);
      default -> byRole(a);
    };
  }

  /// Reading needs a name, also through a list or watch with a field selector.
  private static Decision read(String node, Attributes a, boolean related) {
    if (!READS.contains(a.verb())) {
      return Decision.deny("can only read resources of this type");
    }
    if (!a.subresource().isEmpty()) {
      return Decision.deny("cannot read subresource");
    }
    if (a.namespace().isEmpty()) {
      return Decision.deny("can only read namespaced object of this type");
    }
    return a.name().isEmpty() ? Decision.deny("No Object name found") : related(node, related);
  }

  private static Decision get(String node, Attributes a, boolean related) {
    if (!a.verb().equals("get")) {
      return Decision.deny("can only get individual resources of this type");
    }
    if (!a.subresource().isEmpty()) {
      return Decision.deny("cannot get subresource");
    }
    return a.name().isEmpty() ? Decision.deny("No Object name found") : related(node, related);
  }

  private static Decision related(String node, boolean related) {
    return related
        ? Decision.allow("")
        : Decision.deny("no relationship found between node '%s' and this object".formatted(node));
  }

  private Decision token(String node, Attributes a) {
    if (!a.verb().equals("create") || a.name().isEmpty()) {
      return Decision.deny("can only create tokens for individual service accounts");
    }
    if (!a.subresource().equals("token")) {
      return Decision.deny("can only create token subresource of serviceaccount");
    }
    return related(
        node, uses(node, a, pod -> pod.getSpec().getServiceAccountName().equals(a.name())));
  }

  /// Admission sees to it that a node writes to no other.
  private static Decision node(String node, Attributes a) {
    boolean written =
        a.subresource().isEmpty()
            ? WRITES.contains(a.verb())
            : a.subresource().equals("status") && CHANGES.contains(a.verb());
    if (written) {
      return Decision.allow("");
    }
    if (!a.subresource().isEmpty() || !READS.contains(a.verb())) {
      return Decision.deny("");
    }
    if (a.name().equals(node)) {
      return Decision.allow("");
    }
    return Decision.deny(
        "node '%s' cannot read %s, only its own Node object"
            .formatted(node, a.name().isEmpty() ? "all nodes" : "'" + a.name() + "'"));
  }

  /// Admission sees to it that a node writes to its own pods only.
  private Decision pod(String node, Attributes a) {
    return switch (a.subresource() + "/" + a.verb()) {
      case "/get" -> get(node, a, isBound(node, a));
      case "/list", "/watch" -> listPods(node, a);
      case "/create", "/delete", "status/update", "status/patch", "eviction/create" ->
          Decision.allow("");
      default -> Decision.deny("");
    };
  }

  private Decision listPods(String node, Attributes a) {
    if (a.selectsOnly("spec.nodeName", node)) {
      return Decision.allow("");
    }
    return a.name().isEmpty()
        ? Decision.deny("can only list/watch pods with spec.nodeName field selector")
        : related(node, isBound(node, a));
  }

  private boolean isBound(String node, Attributes a) {
    var key = new ObjectKey(a.namespace(), a.name());
    return isBound(node, lookup.get(Pod.class, key))
        || isBound(node, lookup.fetch(Pod.class, key)); // Another server may have told of the pod.
  }

  private static boolean isBound(String node, Optional<Pod> pod) {
    return pod.filter(found -> found.getSpec().getNodeName().equals(node)).isPresent();
  }

  private static Decision lease(String node, Attributes a) {
    if (!OWNED.contains(a.verb())) {
      return Decision.deny("can only get, create, update, patch, or delete a node lease");
    }
    if (!a.namespace().equals(LEASES_NAMESPACE)) {
      return Decision.deny(
          "can only access leases in the \"%s\" system namespace".formatted(LEASES_NAMESPACE));
    }
    return a.verb().equals("create") || a.name().equals(node)
        ? Decision.allow("")
        : Decision.deny("can only access node lease with the same name as the requesting node");
  }

  private static Decision csiNode(String node, Attributes a) {
    if (!OWNED.contains(a.verb())) {
      return Decision.deny("can only get, create, update, patch, or delete a CSINode");
    }
    if (!a.subresource().isEmpty()) {
      return Decision.deny("cannot authorize CSINode subresources");
    }
    return a.verb().equals("create") || a.name().equals(node)
        ? Decision.allow("")
        : Decision.deny("can only access CSINode with the same name as the requesting node");
  }

  private boolean uses(String node, Attributes a, Predicate<Pod> uses) {
    return !a.namespace().isEmpty()
        && lookup.list(Pod.class, a.namespace()).stream()
            .anyMatch(pod -> pod.getSpec().getNodeName().equals(node) && uses.test(pod));
  }

  private static boolean usesSecret(Pod pod, String name) {
    return PodReferences.secrets(pod).contains(name);
  }

  private static boolean usesClaim(Pod pod, String name) {
    return PodReferences.claims(pod).contains(name);
  }

  private boolean usesVolume(String node, String volume) {
    var claim =
        lookup
            .get(PersistentVolume.class, ObjectKey.clusterScoped(volume))
            .map(found -> found.getSpec().getClaimRef());
    return claim.isPresent()
        && lookup
            .get(
                PersistentVolumeClaim.class,
                new ObjectKey(claim.get().getNamespace(), claim.get().getName()))
            .isPresent()
        && lookup.list(Pod.class, claim.get().getNamespace()).stream()
            .anyMatch(pod ->
                pod.getSpec().getNodeName().equals(node) && usesClaim(pod, claim.get().getName()));
  }

  private boolean isAttachedTo(String node, String attachment) {
    return lookup
        .get(VolumeAttachment.class, ObjectKey.clusterScoped(attachment))
        .filter(found -> found.getSpec().getNodeName().equals(node))
        .isPresent();
  }
}
