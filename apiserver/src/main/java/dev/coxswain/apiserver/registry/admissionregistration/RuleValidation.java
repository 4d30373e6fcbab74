package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.RuleWithOperations;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// The rules for which requests a webhook or a policy is asked about.
final class RuleValidation {
  private static final List<String> OPERATIONS =
      List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
  private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");

  private RuleValidation() {}

  static void check(RuleWithOperations rule, FieldPath path, Problems problems) {
    checkOperations(rule.getOperationsList(), path.child("operations"), problems);
    var what = rule.getRule();
    checkAll(what.getApiGroupsList(), "API groups", path.child("apiGroups"), problems);
    var versions = path.child("apiVersions");
    checkAll(what.getApiVersionsList(), "API versions", versions, problems);
    for (int i = 0; i < what.getApiVersionsCount(); i++) {
      if (what.getApiVersions(i).isEmpty()) {
        problems.required(versions.index(i));
      }
    }
    checkResources(what.getResourcesList(), path.child("resources"), problems);
    if (what.hasScope()) {
      problems.oneOf(path.child("scope"), what.getScope(), SCOPES);
    }
  }

  private static void checkOperations(List<String> operations, FieldPath path, Problems problems) {
    checkAll(operations, "operations", path, problems);
    for (int i = 0; i < operations.size(); i++) {
      problems.oneOf(path.index(i), operations.get(i), OPERATIONS);
    }
  }

  /// Not empty, and `*` only alone.
  private static void checkAll(List<String> names, String what, FieldPath path, Problems problems) {
    if (names.isEmpty()) {
      problems.required(path);
    }
    if (names.size() > 1 && names.contains("*")) {
      problems.invalid(
          path, List.copyOf(names), "if '*' is present, must not specify other " + what);
    }
  }

  private static void checkResources(List<String> resources, FieldPath path, Problems problems) {
    if (resources.isEmpty()) {
      problems.required(path);
    }
    var wholeResources = new HashSet<String>();
    var wholeSubresources = new HashSet<String>();
    boolean plain = false;
    for (int i = 0; i < resources.size(); i++) {
      var text = resources.get(i);
      int slash = text.indexOf('/');
      if (text.isEmpty()) {
        problems.required(path.index(i));
      } else if (slash < 0) {
        plain = !text.equals("*");
      } else {
        var resource = text.substring(0, slash);
        var subresource = text.substring(slash + 1);
        if (wholeResources.contains(resource)) {
          problems.invalid(path.index(i), text, covered(resource + "/*", text));
        }
        if (wholeSubresources.contains(subresource)) {
          problems.invalid(path.index(i), text, covered("*/" + subresource, text));
        }
        if (subresource.equals("*")) {
          wholeResources.add(resource);
        }
        if (resource.equals("*")) {
          wholeSubresources.add(subresource);
        }
      }
    }
    checkWildcards(resources, plain, path, problems);
  }

  private static void checkWildcards(
      List<String> resources, boolean plain, FieldPath path, Problems problems) {
    var shown = List.copyOf(resources);
    if (resources.size() > 1 && resources.contains("*/*")) {
      problems.invalid(path, shown, "if '*/*' is present, must not specify other resources");
    }
    if (resources.contains("*") && plain) {
      problems.invalid(
          path, shown, "if '*' is present, must not specify other resources without subresources");
    }
  }

  private static String covered(String by, String text) {
    return "if '%s' is present, must not specify %s".formatted(by, text);
  }
}
