package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.rbac.v1.RoleRef;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.rbac.RbacAuthorizer;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Nobody grants more than they have, unless they may `escalate` roles or `bind` them.
final class RbacEscalation implements Admission {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String MASTERS = "system:masters";
  private static final List<PolicyRule> EVERYTHING =
      List.of(
          PolicyRule.newBuilder().addVerbs("*").addApiGroups("*").addResources("*").build(),
          PolicyRule.newBuilder().addVerbs("*").addNonResourceURLs("*").build());

  private final Lookup lookup;
  private final Authorizer authorizer;
  private final RbacAuthorizer rbac;

  RbacEscalation(Lookup lookup, Authorizer authorizer, RbacAuthorizer rbac) {
    this.lookup = lookup;
    this.authorizer = authorizer;
    this.rbac = rbac;
  }

  @Override
  public void check(AdmissionRequest request) {
    var user = user(request);
    if (user.groups().contains(MASTERS)) {
      return;
    }
    request
        .object()
        .filter(object -> !grantsTheSame(object, request.existing()))
        .ifPresent(object -> check(request, user, object));
  }

  private void check(AdmissionRequest request, UserInfo user, Message object) {
    switch (object) {
      case Role role -> checkRules(request, user, role.getRulesList(), "roles");
      case ClusterRole role -> {
        checkRules(request, user, role.getRulesList(), "clusterroles");
        checkAggregation(request, user, role);
      }
      case RoleBinding binding -> checkBinding(request, user, binding.getRoleRef());
      case ClusterRoleBinding binding -> checkBinding(request, user, binding.getRoleRef());
      default -> {
        // Grants nothing.
      }
    }
  }

  private void checkRules(
      AdmissionRequest request, UserInfo user, List<PolicyRule> rules, String resource) {
    if (!may("escalate", resource, request.name(), request, user)) {
      checkHeld(request, user, rules);
    }
  }

  private void checkAggregation(AdmissionRequest request, UserInfo user, ClusterRole role) {
    if (role.hasAggregationRule()
        && !may("escalate", "clusterroles", request.name(), request, user)
        && !RuleCover.missing(rbac.rulesFor(user, ""), EVERYTHING).isEmpty()) {
      throw request.forbidden("must have cluster-admin privileges to use the aggregationRule");
    }
  }

  private void checkBinding(AdmissionRequest request, UserInfo user, RoleRef role) {
    var resource = role.getKind().equals("Role") ? "roles" : "clusterroles";
    if (!may("bind", resource, role.getName(), request, user)) {
      checkHeld(request, user, rules(role, request.namespace()));
    }
  }

  private void checkHeld(AdmissionRequest request, UserInfo user, List<PolicyRule> rules) {
    var missing = RuleCover.missing(rbac.rulesFor(user, request.namespace()), rules);
    if (!missing.isEmpty()) {
      throw request.forbidden(
          "user \"%s\" (groups=[%s]) is attempting to grant RBAC permissions not currently held:\n%s"
              .formatted(
                  user.name(),
                  "\"" + String.join("\" \"", user.groups()) + "\"",
                  String.join("\n", missing)));
    }
  }

  private List<PolicyRule> rules(RoleRef role, String namespace) {
    return role.getKind().equals("Role")
        ? lookup
            .get(Role.class, new ObjectKey(namespace, role.getName()))
            .map(Role::getRulesList)
            .orElse(List.of())
        : lookup
            .get(ClusterRole.class, ObjectKey.clusterScoped(role.getName()))
            .map(ClusterRole::getRulesList)
            .orElse(List.of());
  }

  private boolean may(
      String verb, String resource, String name, AdmissionRequest request, UserInfo user) {
    var attributes =
        Attributes.of(user, verb, GROUP, "v1", resource, "", request.namespace(), name);
    return authorizer.authorize(attributes).allowed();
  }

  private static boolean grantsTheSame(Message object, Optional<Message> existing) {
    return existing.filter(before -> granted(before).equals(granted(object))).isPresent();
  }

  /// What of an object gives somebody rights.
  private static List<Message> granted(Message object) {
    return switch (object) {
      case Role role -> List.copyOf(role.getRulesList());
      case ClusterRole role -> List.of(role.toBuilder().clearMetadata().build());
      case RoleBinding binding -> List.of(binding.toBuilder().clearMetadata().build());
      case ClusterRoleBinding binding -> List.of(binding.toBuilder().clearMetadata().build());
      default -> List.of();
    };
  }

  private static UserInfo user(AdmissionRequest request) {
    var user = request.context().user();
    Map<String, List<String>> extra = new TreeMap<>();
    user.getExtraMap().forEach((key, value) -> extra.put(key, List.copyOf(value.getItemsList())));
    return new UserInfo(user.getUsername(), user.getUid(), user.getGroupsList(), extra);
  }
}
