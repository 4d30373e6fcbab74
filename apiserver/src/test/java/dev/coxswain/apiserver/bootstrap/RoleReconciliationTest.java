package dev.coxswain.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.apiserver.bootstrap.RoleReconciliation.Step;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoleReconciliationTest {
  private static final String PODS = "{verbs: [get, list], apiGroups: [''], resources: [pods]}";
  private static final String NODES = "{verbs: [get], apiGroups: [''], resources: [nodes]}";

  static Stream<Arguments> rows() {
    return Stream.of(
        arguments("as it should be", role("", PODS), role("", PODS), new Step.Keep()),
        arguments(
            "a rule is missing",
            role("", PODS),
            role("", PODS + ", " + NODES),
            new Step.Update(role("", PODS + ", " + NODES))),
        arguments(
            "more than is wanted stays",
            role("", PODS + ", " + NODES),
            role("", PODS),
            new Step.Keep()),
        arguments(
            "a broader rule covers",
            role("", "{verbs: ['*'], apiGroups: [''], resources: [pods]}"),
            role("", PODS),
            new Step.Keep()),
        arguments(
            "a label is missing",
            role("", PODS),
            role("labels: {a: b}", PODS),
            new Step.Update(role("labels: {a: b}", PODS))),
        arguments(
            "of a rule that is covered in part only the rest is added",
            role("", "{verbs: [get], apiGroups: [''], resources: [pods]}"),
            role("", PODS),
            new Step.Update(
                role(
                    "",
                    "{verbs: [get], apiGroups: [''], resources: [pods]}, {verbs: [list], apiGroups:"
                        + " [''], resources: [pods]}"))),
        arguments(
            "a label that says something else stays",
            role("labels: {a: c}", PODS),
            role("labels: {a: b}", PODS),
            new Step.Keep()),
        arguments(
            "an administrator keeps it",
            role("annotations: {rbac.authorization.kubernetes.io/autoupdate: 'false'}", PODS),
            role("", NODES),
            new Step.Keep()),
        arguments(
            "a subject is missing",
            binding("jane"),
            binding("joe"),
            new Step.Update(binding("jane", "joe"))),
        arguments(
            "of another role",
            to("other", binding("jane")),
            binding("joe"),
            new Step.Recreate(binding("joe"))),
        arguments(
            "of another role, as an administrator wants it",
            marked(to("other", binding("jane"))),
            binding("joe"),
            new Step.Keep()),
        arguments(
            "subjects of others stay", binding("jane", "joe"), binding("joe"), new Step.Keep()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void whatIsMissingIsAdded(String row, Message existing, Message wanted, Step step) {
    assertThat(RoleReconciliation.step(existing, wanted)).as(row).isEqualTo(step);
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

  private static ClusterRoleBinding to(String role, ClusterRoleBinding binding) {
    var changed = binding.toBuilder();
    changed.getRoleRefBuilder().setName(role);
    return changed.build();
  }

  private static ClusterRoleBinding marked(ClusterRoleBinding binding) {
    var changed = binding.toBuilder();
    changed
        .getMetadataBuilder()
        .putAnnotations("rbac.authorization.kubernetes.io/autoupdate", "false");
    return changed.build();
  }
}
