package dev.coxswain.apiserver.authz.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.rbac.v1.RoleRef;
import dev.coxswain.api.rbac.v1.Subject;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RbacAuthorizerTest {
  private static final UserInfo JANE = UserInfo.of("jane", "devs", "system:authenticated");
  private static final UserInfo ROBOT = UserInfo.of("system:serviceaccount:ns:robot");

  private static final Lookup WORLD =
      world(
          ClusterRole.newBuilder()
              .setMetadata(named("", "reader"))
              .addRules(rule("get,list", "", "pods,pods/log,*/scale", ""))
              .addRules(
                  PolicyRule.newBuilder()
                      .addVerbs("get")
                      .addNonResourceURLs("/version")
                      .addNonResourceURLs("/api/*"))
              .build(),
          ClusterRole.newBuilder()
              .setMetadata(named("", "all"))
              .addRules(rule("*", "*", "*", ""))
              .build(),
          Role.newBuilder()
              .setMetadata(named("ns", "one-secret"))
              .addRules(rule("get", "", "secrets", "token"))
              .build(),
          clusterBinding("readers", "reader", subject("Group", "", "devs")),
          binding("ns", "edit", "ClusterRole", "all", subject("ServiceAccount", "", "robot")),
          binding("ns", "secret", "Role", "one-secret", subject("User", "", "jane")),
          binding("ns", "dangling", "Role", "gone", subject("User", "", "jane")));

  private final RbacAuthorizer rbac = new RbacAuthorizer(WORLD);

  static Stream<Arguments> decisions() {
    return Stream.of(
        arguments("a group's cluster role", at(JANE, "list", "", "pods", "", "ns", ""), true),
        arguments("in every namespace", at(JANE, "list", "", "pods", "", "", ""), true),
        arguments(
            "a subresource that is named", at(JANE, "get", "", "pods", "log", "ns", "p"), true),
        arguments("one that is not", at(JANE, "get", "", "pods", "exec", "ns", "p"), false),
        arguments(
            "the subresource of anything", at(JANE, "get", "", "rcs", "scale", "ns", "p"), true),
        arguments("another verb", at(JANE, "delete", "", "pods", "", "ns", "p"), false),
        arguments("another group", at(JANE, "get", "apps", "pods", "", "ns", "p"), false),
        arguments("the one object", at(JANE, "get", "", "secrets", "", "ns", "token"), true),
        arguments("another object", at(JANE, "get", "", "secrets", "", "ns", "other"), false),
        arguments("in another namespace", at(JANE, "get", "", "secrets", "", "b", "token"), false),
        arguments("account of the namespace", at(ROBOT, "delete", "x", "y", "", "ns", ""), true),
        arguments("outside of it", at(ROBOT, "delete", "x", "y", "", "b", ""), false),
        arguments("a path", Attributes.ofPath(JANE, "get", "/version"), true),
        arguments("below a path", Attributes.ofPath(JANE, "get", "/api/v1"), true),
        arguments("another path", Attributes.ofPath(JANE, "get", "/metrics"), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decisions")
  void decides(String row, Attributes attributes, boolean allowed) {
    assertThat(rbac.authorize(attributes).allowed()).as(row).isEqualTo(allowed);
  }

  @Test
  void saysByWhichBinding() {
    assertThat(rbac.authorize(at(JANE, "get", "", "secrets", "", "ns", "token")).reason())
        .isEqualTo(
            "RBAC: allowed by RoleBinding \"secret/ns\" of Role \"one-secret\" to User \"jane\"");
    assertThat(rbac.authorize(at(JANE, "get", "", "pods", "", "ns", "p")).reason())
        .isEqualTo(
            "RBAC: allowed by ClusterRoleBinding \"readers\" of ClusterRole \"reader\" to Group"
                + " \"devs\"");
  }

  @Test
  void namesRolesThatAreBoundAndNotThere() {
    assertThat(rbac.authorize(at(JANE, "delete", "", "pods", "", "ns", "p")).reason())
        .isEqualTo("RBAC: role.rbac.authorization.k8s.io \"gone\" not found");
    assertThat(rbac.authorize(at(JANE, "delete", "", "pods", "", "b", "p")).reason()).isEmpty();
    var permissions = rbac.permissions(JANE, "ns");
    assertThat(permissions.error()).isEqualTo("role.rbac.authorization.k8s.io \"gone\" not found");
    assertThat(permissions.incomplete()).isFalse();
  }

  private static Attributes at(
      UserInfo user,
      String verb,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {
    return Attributes.of(user, verb, group, "v1", resource, subresource, namespace, name);
  }

  private static PolicyRule rule(String verbs, String group, String resources, String names) {
    var rule =
        PolicyRule.newBuilder()
            .addAllVerbs(List.of(verbs.split(",")))
            .addApiGroups(group)
            .addAllResources(List.of(resources.split(",")));
    return names.isEmpty() ? rule.build() : rule.addResourceNames(names).build();
  }

  private static Subject subject(String kind, String namespace, String name) {
    return Subject.newBuilder().setKind(kind).setNamespace(namespace).setName(name).build();
  }

  private static Message clusterBinding(String name, String role, Subject subject) {
    return ClusterRoleBinding.newBuilder()
        .setMetadata(named("", name))
        .addSubjects(subject)
        .setRoleRef(RoleRef.newBuilder().setKind("ClusterRole").setName(role))
        .build();
  }

  private static Message binding(
      String namespace, String name, String kind, String role, Subject subject) {
    return RoleBinding.newBuilder()
        .setMetadata(named(namespace, name))
        .addSubjects(subject)
        .setRoleRef(RoleRef.newBuilder().setKind(kind).setName(role))
        .build();
  }

  private static ObjectMeta named(String namespace, String name) {
    return ObjectMeta.newBuilder().setNamespace(namespace).setName(name).build();
  }

  private static Lookup world(Message... objects) {
    return new Lookup() {
      @Override
      public <M extends Message> Optional<M> get(Class<M> type, ObjectKey key) {
        return all(type).filter(o -> Metadata.key(o).equals(key)).findFirst();
      }

      @Override
      public <M extends Message> List<M> list(Class<M> type, String namespace) {
        return all(type)
            .filter(o -> namespace.isEmpty() || Metadata.of(o).getNamespace().equals(namespace))
            .toList();
      }

      private <M extends Message> Stream<M> all(Class<M> type) {
        return Stream.of(objects).filter(type::isInstance).map(type::cast);
      }
    };
  }
}
