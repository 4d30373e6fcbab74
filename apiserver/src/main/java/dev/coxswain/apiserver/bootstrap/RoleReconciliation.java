package dev.coxswain.apiserver.bootstrap;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.rbac.v1.ClusterRole;
import dev.coxswain.api.rbac.v1.ClusterRoleBinding;
import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.rbac.v1.RoleBinding;
import dev.coxswain.api.rbac.v1.Subject;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.authz.rbac.Coverage;
import java.util.ArrayList;
import java.util.List;

/// What a role or binding of the system lacks, compared with what this version wants: rules,
/// subjects, labels. Nothing is taken away, and what an administrator has marked
/// `rbac.authorization.kubernetes.io/autoupdate: "false"` stays as it is. A binding of another role
/// is made anew: nobody can change the role of one that there is.
final class RoleReconciliation {
  private static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";

  /// What is to be done with the object that there is.
  sealed interface Step {
    record Keep() implements Step {}

    record Update(Message object) implements Step {}

    /// @param wanted what comes in its place
    record Recreate(Message wanted) implements Step {}
  }

  private RoleReconciliation() {}

  static Step step(Message existing, Message wanted) {
    if ("false".equals(Metadata.of(existing).getAnnotationsMap().get(AUTOUPDATE))) {
      return new Step.Keep();
    }
    if (bindsAnother(existing, wanted)) {
      return new Step.Recreate(wanted);
    }
    var completed =
        switch (existing) {
          case ClusterRole role -> completed(role, (ClusterRole) wanted);
          case Role role -> completed(role, (Role) wanted);
          case ClusterRoleBinding binding -> completed(binding, (ClusterRoleBinding) wanted);
          case RoleBinding binding -> completed(binding, (RoleBinding) wanted);
          default -> existing;
        };
    return completed.equals(existing) ? new Step.Keep() : new Step.Update(completed);
  }

  private static boolean bindsAnother(Message existing, Message wanted) {
    return switch (existing) {
      case ClusterRoleBinding binding ->
          !binding.getRoleRef().equals(((ClusterRoleBinding) wanted).getRoleRef());
      case RoleBinding binding -> !binding.getRoleRef().equals(((RoleBinding) wanted).getRoleRef());
      default -> false;
    };
  }

  private static ClusterRole completed(ClusterRole role, ClusterRole wanted) {
    var completed =
        role.toBuilder().setMetadata(completed(role.getMetadata(), wanted.getMetadata()));
    if (!wanted.hasAggregationRule()) {
      return completed
          .clearRules()
          .addAllRules(completed(role.getRulesList(), wanted.getRulesList()))
          .build();
    }
    var selectors = new ArrayList<>(role.getAggregationRule().getClusterRoleSelectorsList());
    wanted.getAggregationRule().getClusterRoleSelectorsList().stream()
        .filter(selector -> !selectors.contains(selector))
        .forEach(selectors::add);
    completed
        .getAggregationRuleBuilder()
        .clearClusterRoleSelectors()
        .addAllClusterRoleSelectors(selectors);
    return completed.build();
  }

  private static Role completed(Role role, Role wanted) {
    return role.toBuilder()
        .setMetadata(completed(role.getMetadata(), wanted.getMetadata()))
        .clearRules()
        .addAllRules(completed(role.getRulesList(), wanted.getRulesList()))
        .build();
  }

  private static ClusterRoleBinding completed(
      ClusterRoleBinding binding, ClusterRoleBinding wanted) {
    return binding.toBuilder()
        .setMetadata(completed(binding.getMetadata(), wanted.getMetadata()))
        .clearSubjects()
        .addAllSubjects(together(binding.getSubjectsList(), wanted.getSubjectsList()))
        .build();
  }

  private static RoleBinding completed(RoleBinding binding, RoleBinding wanted) {
    return binding.toBuilder()
        .setMetadata(completed(binding.getMetadata(), wanted.getMetadata()))
        .clearSubjects()
        .addAllSubjects(together(binding.getSubjectsList(), wanted.getSubjectsList()))
        .build();
  }

  private static List<PolicyRule> completed(List<PolicyRule> rules, List<PolicyRule> wanted) {
    var completed = new ArrayList<>(rules);
    completed.addAll(Coverage.uncovered(rules, wanted));
    return completed;
  }

  private static List<Subject> together(List<Subject> subjects, List<Subject> wanted) {
    var together = new ArrayList<>(subjects);
    wanted.stream().filter(subject -> !subjects.contains(subject)).forEach(together::add);
    return together;
  }

  /// What an administrator has set otherwise stays so.
  private static ObjectMeta completed(ObjectMeta meta, ObjectMeta wanted) {
    return meta.toBuilder()
        .putAllLabels(wanted.getLabelsMap())
        .putAllLabels(meta.getLabelsMap())
        .putAllAnnotations(wanted.getAnnotationsMap())
        .putAllAnnotations(meta.getAnnotationsMap())
        .build();
  }
}
