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
import dev.coxswain.apimachinery.status.GoText;
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
import java.util.Locale;
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
    if (!mayEscalate(user, "roles", role, existing.isPresent())) {
      check(user, "roles", role, role.getRulesList());
    }
  }

  private void checkClusterRole(ClusterRole role, Optional<ClusterRole> existing, UserInfo user) {
    if (mayEscalate(user, "clusterroles", role, existing.isPresent())) {
      return;
    }
    check(user, "clusterroles", role, role.getRulesList());
    boolean aggregates = aggregates(role) || existing.filter(r -> aggregates(r)).isPresent();
    var owned = rbac.rulesFor(user, "").rules();
    if (aggregates && !Coverage.missing(owned, EVERYTHING).isEmpty()) {
      throw ApiException.of( // Who chooses labels chooses rules that are yet to come.
          new Refusal.Forbidden(
              "clusterroles." + GROUP,
              role.getMetadata().getName(),
              "must have cluster-admin privileges to use the aggregationRule"));
    }
  }

  private static boolean aggregates(ClusterRole role) {
    return role.getAggregationRule().getClusterRoleSelectorsCount() > 0;
  }

  private void checkBinding(RoleBinding binding, Optional<RoleBinding> existing, UserInfo user) {
    checkRef(user, "rolebindings", binding, binding.getRoleRef());
  }

  private void checkClusterBinding(
      ClusterRoleBinding binding, Optional<ClusterRoleBinding> existing, UserInfo user) {
    checkRef(user, "clusterrolebindings", binding, binding.getRoleRef());
  }

  private void checkRef(UserInfo user, String resource, Message binding, RoleRef ref) {
    var roles = ref.getKind().equals("ClusterRole") ? "clusterroles" : "roles";
    var namespace = Metadata.of(binding).getNamespace();
    if (!mayDo(user, "bind", roles, namespace, ref.getName())) {
      check(user, resource, binding, referenced(ref, namespace));
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

  private void check(UserInfo user, String resource, Message object, List<PolicyRule> granted) {
    var metadata = Metadata.of(object);
    var owned = rbac.rulesFor(user, metadata.getNamespace());
    var missing = Coverage.missing(owned.rules(), granted);
    if (!missing.isEmpty()) {
      var errors = errors(owned.missing());
      throw ApiException.of(
          new Refusal.Forbidden(
              resource + "." + GROUP,
              metadata.getName(),
              ("user %s (groups=%s) is attempting to grant RBAC permissions not currently held:\n"
                      + "%s%s")
                  .formatted(
                      GoText.quote(user.name()),
                      Coverage.quoted(user.groups()),
                      String.join("\n", missing),
                      errors)));
    }
  }

  private static String errors(List<RoleRef> missing) {
    var errors =
        missing.stream()
            .map(ref ->
                "%ss.%s \"%s\" not found"
                    .formatted(ref.getKind().toLowerCase(Locale.ROOT), GROUP, ref.getName()))
            .toList();
    return errors.isEmpty()
        ? ""
        : "; resolution errors: [%s]".formatted(RbacAuthorizer.aggregated(errors));
  }

  /// Who makes a role has no name for it yet that rules could be about.
  private boolean mayEscalate(UserInfo user, String roles, Message role, boolean exists) {
    var metadata = Metadata.of(role);
    var name = exists ? metadata.getName() : "";
    return mayDo(user, "escalate", roles, metadata.getNamespace(), name);
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
      if (existing.filter(before -> keepsAllButLinks(updated, before)).isEmpty()) {
        check.check(updated, existing, user(context));
      }
      return WriteHook.nothing(updated);
    }

    /// Garbage collection and finalizers must go on, whoever does it.
    private static boolean keepsAllButLinks(Message updated, Message existing) {
      var before = Metadata.of(existing);
      return existing.equals(
          Metadata.edit(
              updated,
              m ->
                  m.clearOwnerReferences()
                      .addAllOwnerReferences(before.getOwnerReferencesList())
                      .clearFinalizers()
                      .addAllFinalizers(before.getFinalizersList())
                      .clearManagedFields()
                      .addAllManagedFields(before.getManagedFieldsList())
                      .setResourceVersion(before.getResourceVersion())));
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
