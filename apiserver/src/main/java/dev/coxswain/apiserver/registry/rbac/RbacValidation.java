package dev.coxswain.apiserver.registry.rbac;

import dev.coxswain.api.rbac.v1.PolicyRule;
import dev.coxswain.api.rbac.v1.RoleRef;
import dev.coxswain.api.rbac.v1.Subject;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for what roles grant and bindings say.
final class RbacValidation {
  static final String GROUP = "rbac.authorization.k8s.io";

  private static final FieldPath RULES = FieldPath.of("rules");
  private static final FieldPath ROLE_REF = FieldPath.of("roleRef");
  private static final FieldPath SUBJECTS = FieldPath.of("subjects");

  private RbacValidation() {}

  static void checkRules(List<PolicyRule> rules, boolean namespaced, Problems problems) {
    for (int i = 0; i < rules.size(); i++) {
      checkRule(rules.get(i), namespaced, RULES.index(i), problems);
    }
  }

  /// @param kinds of roles that the binding may refer to
  static void checkBinding(
      RoleRef role,
      List<Subject> subjects,
      List<String> kinds,
      boolean namespaced,
      Problems problems) {
    problems.oneOf(ROLE_REF.child("apiGroup"), role.getApiGroup(), List.of(GROUP));
    problems.oneOf(ROLE_REF.child("kind"), role.getKind(), kinds);
    if (role.getName().isEmpty()) {
      problems.required(ROLE_REF.child("name"));
    } else {
      problems.invalid(
          ROLE_REF.child("name"), role.getName(), Names.isPathSegmentName(role.getName()));
    }
    for (int i = 0; i < subjects.size(); i++) {
      checkSubject(subjects.get(i), namespaced, SUBJECTS.index(i), problems);
    }
  }

  static void checkSameRole(RoleRef updated, RoleRef existing, Problems problems) {
    if (!updated.equals(existing)) {
      var shown =
          GoStruct.of()
              .with("APIGroup", updated.getApiGroup())
              .with("Kind", updated.getKind())
              .with("Name", updated.getName())
              .tree();
      problems.invalid(ROLE_REF, shown, "cannot change roleRef");
    }
  }

  private static void checkRule(
      PolicyRule rule, boolean namespaced, FieldPath path, Problems problems) {
    if (rule.getVerbsCount() == 0) {
      problems.required(path.child("verbs"), "verbs must contain at least one value");
    }
    if (rule.getNonResourceURLsCount() > 0) {
      var shown = List.copyOf(rule.getNonResourceURLsList());
      if (namespaced) {
        problems.invalid(
            path.child("nonResourceURLs"),
            shown,
            "namespaced rules cannot apply to non-resource URLs");
      }
      if (rule.getApiGroupsCount() + rule.getResourcesCount() + rule.getResourceNamesCount() > 0) {
        problems.invalid(
            path.child("nonResourceURLs"),
            shown,
            "rules cannot apply to both regular resources and non-resource URLs");
      }
      return;
    }
    if (rule.getApiGroupsCount() == 0) {
      problems.required(
          path.child("apiGroups"), "resource rules must supply at least one api group");
    }
    if (rule.getResourcesCount() == 0) {
      problems.required(
          path.child("resources"), "resource rules must supply at least one resource");
    }
  }

  private static void checkSubject(
      Subject subject, boolean namespaced, FieldPath path, Problems problems) {
    if (subject.getName().isEmpty()) {
      problems.required(path.child("name"));
    }
    switch (subject.getKind()) {
      case "ServiceAccount" -> {
        if (!subject.getName().isEmpty()) {
          problems.invalid(
              path.child("name"), subject.getName(), Names.isDns1123Subdomain(subject.getName()));
        }
        problems.oneOf(path.child("apiGroup"), subject.getApiGroup(), List.of(""));
        if (!namespaced && subject.getNamespace().isEmpty()) {
          problems.required(path.child("namespace"));
        }
      }
      case "User", "Group" ->
          problems.oneOf(path.child("apiGroup"), subject.getApiGroup(), List.of(GROUP));
      default ->
          problems.notSupported(
              path.child("kind"), subject.getKind(), List.of("ServiceAccount", "User", "Group"));
    }
  }
}
