package dev.coxswain.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoleReconciliationTest {
  private static final String PODS = "{verbs: [get, list], apiGroups: [''], resources: [pods]}";
  private static final String NODES = "{verbs: [get], apiGroups: [''], resources: [nodes]}";

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments("as it should be", role("", PODS), role("", PODS), Optional.empty()),
        arguments(
            "a rule is missing",
            role("", PODS),
            role("", PODS + ", " + NODES),
            Optional.of(role("", PODS + ", " + NODES))),
        arguments(
            "more than is wanted stays",
            role("", PODS + ", " + NODES),
            role("", PODS),
            Optional.empty()),
        arguments(
            "a broader rule covers",
            role("", "{verbs: ['*'], apiGroups: [''], resources: [pods]}"),
            role("", PODS),
            Optional.empty()),
        arguments(
            "a label is missing",
            role("", PODS),
            role("labels: {a: b}", PODS),
            Optional.of(role("labels: {a: b}", PODS))),
        arguments(
            "an administrator keeps it",
            role("annotations: {rbac.authorization.kubernetes.io/autoupdate: 'false'}", PODS),
            role("", NODES),
            Optional.empty()),
        arguments(
            "a subject is missing",
            binding("jane"),
            binding("joe"),
            Optional.of(binding("jane", "joe"))),
        arguments(
            "subjects of others stay", binding("jane", "joe"), binding("joe"), Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void whatIsMissingIsAdded(
      String row, Message existing, Message wanted, Optional<Message> reconciled) {
    assertThat(RoleReconciliation.reconciled(existing, wanted)).as(row).isEqualTo(reconciled);
  }

  private static ClusterRole role(String meta, String rules) {
    return Manifests.read(
        ClusterRole.class, "{metadata: {name: r, %s}, rules: [%s]}".formatted(meta, rules));
  }

  private static ClusterRoleBinding binding(String... users) {
    var binding = ClusterRoleBinding.newBuilder();
    binding.getMetadataBuilder().setName("b");
    for (var user : users) {
      binding.addSubjectsBuilder().setKind("User").setName(user);
    }
    return binding.build();
  }
}
