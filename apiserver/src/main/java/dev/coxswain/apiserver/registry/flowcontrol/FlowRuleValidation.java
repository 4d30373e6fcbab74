package dev.coxswain.apiserver.registry.flowcontrol;

import dev.coxswain.api.flowcontrol.v1.PolicyRulesWithSubjects;
import dev.coxswain.api.flowcontrol.v1.ResourcePolicyRule;
import dev.coxswain.api.flowcontrol.v1.ServiceAccountSubject;
import dev.coxswain.api.flowcontrol.v1.Subject;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Locale;

/// The rules for who and what a flow schema is about.
final class FlowRuleValidation {
  private static final List<String> KINDS = List.of("Group", "ServiceAccount", "User");
  private static final List<String> VERBS =
      List.of(
          "create",
          "delete",
          "deletecollection",
          "get",
          "list",
          "patch",
          "proxy",
          "update",
          "watch");

  private FlowRuleValidation() {}

  static void check(PolicyRulesWithSubjects rule, FieldPath path, Problems problems) {
    if (rule.getSubjectsCount() == 0) {
      problems.required(path.child("subjects"), "subjects must contain at least one value");
    }
    for (int i = 0; i < rule.getSubjectsCount(); i++) {
      checkSubject(rule.getSubjects(i), path.child("subjects").index(i), problems);
    }
    if (rule.getResourceRulesCount() + rule.getNonResourceRulesCount() == 0) {
      problems.required(
          path, "at least one of resourceRules and nonResourceRules has to be non-empty");
    }
    for (int i = 0; i < rule.getResourceRulesCount(); i++) {
      checkResources(rule.getResourceRules(i), path.child("resourceRules").index(i), problems);
    }
    for (int i = 0; i < rule.getNonResourceRulesCount(); i++) {
      var other = rule.getNonResourceRules(i);
      var at = path.child("nonResourceRules").index(i);
      checkVerbs(other.getVerbsList(), at.child("verbs"), problems);
      checkNames(
          other.getNonResourceURLsList(),
          "nonResourceURLs must contain at least one value",
          "non-resource URLs",
          at.child("nonResourceURLs"),
          problems);
    }
  }

  private static void checkSubject(Subject subject, FieldPath path, Problems problems) {
    var kind = subject.getKind();
    if (!KINDS.contains(kind)) {
      problems.notSupported(path.child("kind"), kind, KINDS);
      return;
    }
    checkUnion("ServiceAccount", subject.hasServiceAccount(), kind, path, problems);
    if (kind.equals("ServiceAccount") && subject.hasServiceAccount()) {
      checkAccount(subject.getServiceAccount(), path.child("serviceAccount"), problems);
    }
    checkUnion("User", subject.hasUser(), kind, path, problems);
    if (kind.equals("User") && subject.hasUser() && subject.getUser().getName().isEmpty()) {
      problems.required(path.child("user", "name"));
    }
    checkUnion("Group", subject.hasGroup(), kind, path, problems);
    if (kind.equals("Group") && subject.hasGroup() && subject.getGroup().getName().isEmpty()) {
      problems.required(path.child("group", "name"));
    }
  }

  private static void checkUnion(
      String member, boolean set, String kind, FieldPath path, Problems problems) {
    var field = member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
    if (member.equals(kind) && !set) {
      problems.required(
          path.child(field), "%s is required when subject kind is '%s'".formatted(field, member));
    } else if (!member.equals(kind) && set) {
      problems.forbidden(
          path.child(field),
          "%s is forbidden when subject kind is not '%s'".formatted(field, member));
    }
  }

  private static void checkAccount(
      ServiceAccountSubject account, FieldPath path, Problems problems) {
    if (account.getName().isEmpty()) {
      problems.required(path.child("name"));
    } else if (!account.getName().equals("*")) {
      problems.invalid(
          path.child("name"), account.getName(), Names.isDns1123Subdomain(account.getName()));
    }
    if (account.getNamespace().isEmpty()) {
      problems.required(path.child("namespace"), "must specify namespace for service account");
    } else {
      problems.invalid(
          path.child("namespace"),
          account.getNamespace(),
          Names.isDns1123Label(account.getNamespace()));
    }
  }

  private static void checkResources(ResourcePolicyRule rule, FieldPath path, Problems problems) {
    checkVerbs(rule.getVerbsList(), path.child("verbs"), problems);
    checkNames(
        rule.getApiGroupsList(),
        "resource rules must supply at least one api group",
        "api groups",
        path.child("apiGroups"),
        problems);
    checkNames(
        rule.getResourcesList(),
        "resource rules must supply at least one resource",
        "resources",
        path.child("resources"),
        problems);
    var namespaces = path.child("namespaces");
    if (rule.getNamespacesCount() == 0 && rule.getClusterScope()) {
      return;
    }
    checkNames(
        rule.getNamespacesList(),
        "resource rules that are not cluster scoped must supply at least one namespace",
        "namespaces",
        namespaces,
        problems);
    if (!rule.getNamespacesList().contains("*")) {
      rule.getNamespacesList()
          .forEach(name -> problems.invalid(namespaces, name, Names.isDns1123Label(name)));
    }
  }

  private static void checkVerbs(List<String> verbs, FieldPath path, Problems problems) {
    checkNames(verbs, "verbs must contain at least one value", "verbs", path, problems);
    if (!verbs.contains("*") && !VERBS.containsAll(verbs)) {
      problems.notSupported(path, List.copyOf(verbs), VERBS);
    }
  }

  private static void checkNames(
      List<String> names, String none, String what, FieldPath path, Problems problems) {
    if (names.isEmpty()) {
      problems.required(path, none);
    } else if (names.contains("*") && names.size() > 1) {
      problems.invalid(
          path, List.copyOf(names), "if '*' is present, must not specify other " + what);
    }
  }
}
