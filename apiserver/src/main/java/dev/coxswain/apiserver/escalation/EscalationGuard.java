package dev.coxswain.apiserver.escalation;

import com.google.protobuf.Message;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.rbac.v1.RoleRef;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.rbac.Coverage;
import dev.coxswain.apiserver.authz.rbac.RbacAuthorizer;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.WriteHook;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Refuses roles and bindings that grant what their author does not have, unless the author may
/// `escalate` or `bind`.
public final class EscalationGuard {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final List<PolicyRule> EVERYTHING =
      List.of(
          PolicyRule.newBuilder().addVerbs("*").addApiGroups("*").addResources("*").build(),
          PolicyRule.newBuilder().addVerbs("*").addNonResourceURLs("*").build());

  private final Authorizer authorizer;
  private final RbacAuthorizer rbac;
  private final Lookup lookup;

  public EscalationGuard(Authorizer authorizer, RbacAuthorizer rbac, Lookup lookup) {
    this.authorizer = authorizer;
    this.rbac = rbac;
    this.lookup = lookup;
  }

  public void register(RequestPipeline.Builder pipeline) {
    pipeline
        .hook("roles." + GROUP, new Hook<Role>(this::checkRole))
        .hook("clusterroles." + GROUP, new Hook<ClusterRole>(this::checkClusterRole))
        .hook("rolebindings." + GROUP, new Hook<RoleBinding>(this::checkBinding))
        .hook(
            "clusterrolebindings." + GROUP,
            new Hook<ClusterRoleBinding>(this::checkClusterBinding));
  }

  private void checkRole(Role role, Optional<Role> existing, UserInfo user) {
    if (existing.map(Role::getRulesList).filter(role.getRulesList()::equals).isEmpty()) {
      check(user, "roles", role, "escalate", "roles", role.getRulesList());
    }
  }

  private void checkClusterRole(ClusterRole role, Optional<ClusterRole> existing, UserInfo user) {
    boolean rulesAsBefore =
        existing.map(ClusterRole::getRulesList).filter(role.getRulesList()::equals).isPresent();
    boolean aggregationAsBefore =
        existing
            .map(ClusterRole::getAggregationRule)
            .orElseGet(() -> ClusterRole.getDefaultInstance().getAggregationRule())
            .equals(role.getAggregationRule());
    if (!rulesAsBefore) {
      check(user, "clusterroles", role, "escalate", "clusterroles", role.getRulesList());
    }
    if (!aggregationAsBefore) { // Who chooses labels chooses rules that are yet to come.
      check(user, "clusterroles", role, "escalate", "clusterroles", EVERYTHING);
    }
  }

  private void checkBinding(RoleBinding binding, Optional<RoleBinding> existing, UserInfo user) {
    boolean asBefore =
        existing
            .filter(before -> before.getSubjectsList().equals(binding.getSubjectsList()))
            .filter(before -> before.getRoleRef().equals(binding.getRoleRef()))
            .isPresent();
    if (!asBefore) {
      checkRef(user, "rolebindings", binding, binding.getRoleRef());
    }
  }

  private void checkClusterBinding(
      ClusterRoleBinding binding, Optional<ClusterRoleBinding> existing, UserInfo user) {
    boolean asBefore =
        existing
            .filter(before -> before.getSubjectsList().equals(binding.getSubjectsList()))
            .filter(before -> before.getRoleRef().equals(binding.getRoleRef()))
            .isPresent();
    if (!asBefore) {
      checkRef(user, "clusterrolebindings", binding, binding.getRoleRef());
    }
  }

  private void checkRef(UserInfo user, String resource, Message binding, RoleRef ref) {
    var roles = ref.getKind().equals("ClusterRole") ? "clusterroles" : "roles";
    var namespace = Metadata.of(binding).getNamespace();
    if (!mayDo(user, "bind", roles, namespace, ref.getName())) {
      check(user, resource, binding, "", roles, referenced(ref, namespace));
    }
  }

  private List<PolicyRule> referenced(RoleRef ref, String namespace) {
    return ref.getKind().equals("ClusterRole")
        ? lookup
            .fetch(ClusterRole.class, new ObjectKey("", ref.getName()))
            .map(rbac::rulesOf)
            .orElseThrow(() -> notFound("clusterroles", ref))
        : lookup
            .fetch(Role.class, new ObjectKey(namespace, ref.getName()))
            .map(Role::getRulesList)
            .orElseThrow(() -> notFound("roles", ref));
  }

  private static ApiException notFound(String roles, RoleRef ref) {
    return ApiException.of(new Refusal.NotFound(roles + "." + GROUP, ref.getName()));
  }

  /// @param verb that allows it regardless; empty for none
  private void check(
      UserInfo user,
      String resource,
      Message object,
      String verb,
      String roles,
      List<PolicyRule> granted) {
    var metadata = Metadata.of(object);
    if (isSuperuser(user)
        || (!verb.isEmpty()
            && mayDo(user, verb, roles, metadata.getNamespace(), metadata.getName()))) {
      return;
    }
    var missing = Coverage.missing(rbac.rulesFor(user, metadata.getNamespace()), granted);
    if (!missing.isEmpty()) {
      throw ApiException.of(
          new Refusal.Forbidden(
              resource + "." + GROUP,
              metadata.getName(),
              "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s"
                  .formatted(
                      user.name(), Coverage.quoted(user.groups()), String.join("\n", missing))));
    }
  }

  private static boolean isSuperuser(UserInfo user) {
    return user.groups().contains("system:masters");
  }

  private boolean mayDo(
      UserInfo user, String verb, String resource, String namespace, String name) {
    var attributes = Attributes.of(user, verb, GROUP, "v1", resource, "", namespace, name);
    return isSuperuser(user) || authorizer.authorize(attributes).allowed();
  }

  /// What is wrong with a write; takes nothing.
  private interface Check<T extends Message> {
    void check(T updated, Optional<T> existing, UserInfo user);
  }

  private record Hook<T extends Message>(Check<T> check) implements WriteHook<T> {
    @Override
    public Taken<T> take(T updated, Optional<T> existing, StrategyContext context, boolean dryRun) {
      check.check(updated, existing, user(context));
      return WriteHook.nothing(updated);
    }

    @Override
    public void released(T deleted) {}

    private static UserInfo user(StrategyContext context) {
      var user = context.user();
      var extra = new LinkedHashMap<String, List<String>>();
      user.getExtraMap().forEach((key, value) -> extra.put(key, value.getItemsList()));
      return new UserInfo(user.getUsername(), user.getUid(), user.getGroupsList(), extra);
    }
  }
}
