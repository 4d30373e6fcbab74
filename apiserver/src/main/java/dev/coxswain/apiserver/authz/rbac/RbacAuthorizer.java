package dev.coxswain.apiserver.authz.rbac;

import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.rbac.v1.RoleRef;
import dev.coxswain.api.rbac.v1.Subject;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.authz.Permissions;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Allows what a role grants that is bound to the user or one of the user's groups.
///
/// Cluster role bindings count everywhere, role bindings in their namespace only.
public final class RbacAuthorizer implements Authorizer {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private static final String SERVICE_ACCOUNT_PREFIX = "system:serviceaccount:";

  private final Lookup lookup;

  public RbacAuthorizer(Lookup lookup) {
    this.lookup = lookup;
  }

  /// A role that a binding names and nobody has made is no reason to refuse what another allows,
  /// but worth telling when none does.
  @Override
  public Decision authorize(Attributes attributes) {
    var missing = new ArrayList<RoleRef>();
    var grants = grants(attributes.user(), attributes.namespace()).iterator();
    while (grants.hasNext()) {
      var grant = grants.next();
      var rules = rules(grant);
      if (rules.isEmpty()) {
        missing.add(grant.role());
      } else if (Rules.allow(rules.get(), attributes)) {
        return Decision.allow("RBAC: allowed by " + grant.source());
      }
    }
    return Decision.deny(missing.isEmpty() ? "" : "RBAC: " + notFound(missing));
  }

  /// All rules that hold for the user in a namespace; only those of the cluster if it is empty.
  public Resolution rulesFor(UserInfo user, String namespace) {
    var rules = new ArrayList<PolicyRule>();
    var missing = new ArrayList<RoleRef>();
    grants(user, namespace)
        .forEach(
            grant -> rules(grant).ifPresentOrElse(rules::addAll, () -> missing.add(grant.role())));
    return new Resolution(rules, missing);
  }

  /// Rules that were found.
  ///
  /// @param missing roles that are bound and that nobody has made
  public record Resolution(List<PolicyRule> rules, List<RoleRef> missing) {
    public Resolution {
      rules = List.copyOf(rules);
      missing = List.copyOf(missing);
    }
  }

  @Override
  public Permissions permissions(UserInfo user, String namespace) {
    var resolution = rulesFor(user, namespace);
    return new Permissions(resolution.rules(), notFound(resolution.missing()), false);
  }

  /// One error for each role; the authorizer calls it by its kind.
  private static String notFound(List<RoleRef> roles) {
    return aggregated(
        roles.stream()
            .map(r ->
                "%s.%s \"%s\" not found"
                    .formatted(r.getKind().toLowerCase(Locale.ROOT), GROUP, r.getName()))
            .toList());
  }

  /// Several errors as one, each told once; empty for none.
  public static String aggregated(List<String> errors) {
    var distinct = errors.stream().distinct().toList();
    var text = String.join(", ", distinct);
    return distinct.size() > 1 ? "[" + text + "]" : text;
  }

  /// A binding that applies to the user; what its role allows is looked up when it is asked for.
  ///
  /// @param namespace of a role binding; empty for the whole cluster
  /// @param subject whom of the binding the user is
  private record Grant(
      String binding, String name, String namespace, RoleRef role, Subject subject) {

    /// How the user got the rules, in words.
    String source() {
      var whom =
          subject.getKind().equals("ServiceAccount")
              ? subject.getName() + "/" + subject.getNamespace()
              : subject.getName();
      return "%s \"%s\" of %s \"%s\" to %s \"%s\""
          .formatted(
              binding,
              namespace.isEmpty() ? name : name + "/" + namespace,
              role.getKind(),
              role.getName(),
              subject.getKind(),
              whom);
    }
  }

  /// One by one, so that who looks for the first that allows something need not see them all.
  private Stream<Grant> grants(UserInfo user, String namespace) {
    return Stream.of(clusterGrants(user), namespaceGrants(user, namespace)).flatMap(Supplier::get);
  }

  private Supplier<Stream<Grant>> clusterGrants(UserInfo user) {
    return () ->
        lookup.list(ClusterRoleBinding.class, "").stream()
            .flatMap(binding ->
                applying(binding.getSubjectsList(), user, "")
                    .map(subject ->
                        new Grant(
                            "ClusterRoleBinding",
                            binding.getMetadata().getName(),
                            "",
                            binding.getRoleRef(),
                            subject))
                    .stream());
  }

  private Supplier<Stream<Grant>> namespaceGrants(UserInfo user, String namespace) {
    if (namespace.isEmpty()) {
      return Stream::empty;
    }
    return () ->
        lookup.list(RoleBinding.class, namespace).stream()
            .flatMap(binding ->
                applying(binding.getSubjectsList(), user, namespace)
                    .map(subject ->
                        new Grant(
                            "RoleBinding",
                            binding.getMetadata().getName(),
                            namespace,
                            binding.getRoleRef(),
                            subject))
                    .stream());
  }

  /// Empty if there is no such role.
  private Optional<List<PolicyRule>> rules(Grant grant) {
    var ref = grant.role();
    return switch (ref.getKind()) {
      case "ClusterRole" ->
          lookup.get(ClusterRole.class, new ObjectKey("", ref.getName())).map(this::rulesOf);
      case "Role" ->
          lookup
              .get(Role.class, new ObjectKey(grant.namespace(), ref.getName()))
              .map(Role::getRulesList);
      default -> Optional.of(List.of());
    };
  }

  /// An aggregated role counts as filled, also before a controller has filled it.
  public List<PolicyRule> rulesOf(ClusterRole role) {
    var rules = new ArrayList<PolicyRule>();
    gather(role, new HashSet<>(), rules);
    return rules;
  }

  /// @param seen roles that are gathered already; they may aggregate each other
  private void gather(ClusterRole role, Set<String> seen, List<PolicyRule> rules) {
    if (!seen.add(role.getMetadata().getName())) {
      return;
    }
    rules.addAll(role.getRulesList());
    if (role.getRulesCount() > 0 || !role.hasAggregationRule()) {
      return;
    }
    var selectors =
        role.getAggregationRule().getClusterRoleSelectorsList().stream().map(Selector::of).toList();
    lookup.list(ClusterRole.class, "").stream()
        .filter(other -> selectors.stream().anyMatch(selector -> matches(selector, other)))
        .forEach(other -> gather(other, seen, rules));
  }

  private static boolean matches(Selector selector, ClusterRole role) {
    return selector.matches(role.getMetadata().getLabelsMap());
  }

  private static Optional<Subject> applying(
      List<Subject> subjects, UserInfo user, String namespace) {
    return subjects.stream().filter(subject -> applies(subject, user, namespace)).findFirst();
  }

  private static boolean applies(Subject subject, UserInfo user, String namespace) {
    return switch (subject.getKind()) {
      case "User" -> user.name().equals(subject.getName());
      case "Group" -> user.groups().contains(subject.getName());
      case "ServiceAccount" -> {
        var home = subject.getNamespace().isEmpty() ? namespace : subject.getNamespace();
        yield !home.isEmpty()
            && user.name().equals(SERVICE_ACCOUNT_PREFIX + home + ":" + subject.getName());
      }
      default -> false;
    };
  }
}
