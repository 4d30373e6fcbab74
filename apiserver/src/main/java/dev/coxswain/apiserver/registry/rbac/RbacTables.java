package dev.coxswain.apiserver.registry.rbac;

import com.google.protobuf.Message;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.rbac.v1.RoleRef;
import dev.coxswain.api.rbac.v1.Subject;
import dev.coxswain.apiserver.registry.Table;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The tables of the group.
final class RbacTables {
  static final Table<Role> ROLES = Table.of(Role.class).createdAt().build();
  static final Table<ClusterRole> CLUSTER_ROLES = Table.of(ClusterRole.class).createdAt().build();
  static final Table<RoleBinding> ROLE_BINDINGS =
      bindings(RoleBinding.class, RoleBinding::getRoleRef, RoleBinding::getSubjectsList);
  static final Table<ClusterRoleBinding> CLUSTER_ROLE_BINDINGS =
      bindings(
          ClusterRoleBinding.class,
          ClusterRoleBinding::getRoleRef,
          ClusterRoleBinding::getSubjectsList);

  private RbacTables() {}

  private static <T extends Message> Table<T> bindings(
      Class<T> kind, Function<T, RoleRef> role, Function<T, List<Subject>> subjects) {
    return Table.of(kind)
        .text(
            "Role",
            "What is granted.",
            b -> role.apply(b).getKind() + "/" + role.apply(b).getName())
        .age()
        .wide("Users", "Users to whom it is granted.", b -> names(subjects.apply(b), "User"))
        .wide("Groups", "Groups to whom it is granted.", b -> names(subjects.apply(b), "Group"))
        .wide(
            "ServiceAccounts",
            "Service accounts to whom it is granted.",
            b -> names(subjects.apply(b), "ServiceAccount"))
        .build();
  }

  private static String names(List<Subject> subjects, String kind) {
    return subjects.stream()
        .filter(s -> s.getKind().equals(kind))
        .map(
            s -> kind.equals("ServiceAccount") ? s.getNamespace() + "/" + s.getName() : s.getName())
        .collect(Collectors.joining(", "));
  }
}
