package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.MatchResources;
import dev.coxswain.api.admissionregistration.v1.NamedRuleWithOperations;
import dev.coxswain.api.admissionregistration.v1.ParamKind;
import dev.coxswain.api.admissionregistration.v1.ParamRef;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// The rules for what policies and their bindings are about: resources, and parameters.
final class PolicyMatching {
  private static final List<String> MATCH_POLICIES = List.of("Equivalent", "Exact");
  private static final List<String> NOT_FOUND = List.of("Deny", "Allow");
  private static final String EXCLUSIVE = "name and selector are mutually exclusive";

  private PolicyMatching() {}

  static void checkFailure(String policy, boolean set, Problems problems) {
    var path = Problems.SPEC.child("failurePolicy");
    if (!set) {
      problems.required(path);
    } else {
      problems.oneOf(path, policy, List.of("Fail", "Ignore"));
    }
  }

  static void checkConstraints(boolean set, MatchResources constraints, Problems problems) {
    var path = Problems.SPEC.child("matchConstraints");
    if (!set) {
      problems.required(path);
      return;
    }
    check(constraints, path, problems);
    if (constraints.getResourceRulesCount() == 0) {
      problems.required(path.child("resourceRules"));
    }
  }

  static void check(MatchResources resources, FieldPath path, Problems problems) {
    problems.oneOf(path.child("matchPolicy"), resources.getMatchPolicy(), MATCH_POLICIES);
    LabelSelectorValidation.check(
        resources.getNamespaceSelector(), path.child("namespaceSelector"), problems);
    LabelSelectorValidation.check(
        resources.getObjectSelector(), path.child("objectSelector"), problems);
    checkRules(resources.getResourceRulesList(), path.child("resourceRules"), problems);
    checkRules(
        resources.getExcludeResourceRulesList(), path.child("excludeResourceRules"), problems);
  }

  private static void checkRules(
      List<NamedRuleWithOperations> rules, FieldPath path, Problems problems) {
    for (int i = 0; i < rules.size(); i++) {
      var names = new HashSet<String>();
      var at = path.index(i).child("resourceNames");
      for (int j = 0; j < rules.get(i).getResourceNamesCount(); j++) {
        var name = rules.get(i).getResourceNames(j);
        problems.invalid(at.index(j), name, Names.isPathSegmentName(name));
        if (!names.add(name)) {
          problems.duplicate(at.index(j), name);
        }
      }
      RuleValidation.check(rules.get(i).getRuleWithOperations(), path.index(i), problems);
    }
  }

  static void checkKind(ParamKind kind, Problems problems) {
    var path = Problems.SPEC.child("paramKind");
    if (kind.getApiVersion().isEmpty()) {
      problems.required(path.child("apiVersion"));
    } else {
      checkVersion(kind.getApiVersion(), path.child("apiVersion"), problems);
    }
    if (kind.getKind().isEmpty()) {
      problems.required(path.child("kind"));
    } else {
      var complaints = Names.isDns1035Label(kind.getKind().toLowerCase(Locale.ROOT));
      if (!complaints.isEmpty()) {
        problems.invalid(
            path.child("kind"),
            kind.getKind(),
            "may have mixed case, but should otherwise match: " + String.join(",", complaints));
      }
    }
  }

  private static void checkVersion(String apiVersion, FieldPath path, Problems problems) {
    if (apiVersion.chars().filter(c -> c == '/').count() > 1) {
      problems.invalid(path, apiVersion, "unexpected GroupVersion string: " + apiVersion);
      return;
    }
    var version = GroupVersion.parse(apiVersion);
    if (!version.group().isEmpty()) {
      problems.invalid(path, apiVersion, Names.isDns1123Subdomain(version.group()));
    }
    problems.invalid(path, apiVersion, Names.isDns1035Label(version.version()));
  }

  static void checkPolicyName(String name, Problems problems) {
    var path = Problems.SPEC.child("policyName");
    if (name.isEmpty()) {
      problems.required(path);
    } else {
      problems.invalid(path, name, Names.isDns1123Subdomain(name));
    }
  }

  static void checkParameters(ParamRef ref, Problems problems) {
    var path = Problems.SPEC.child("paramRef");
    boolean named = !ref.getName().isEmpty();
    if (named) {
      problems.invalid(path.child("name"), ref.getName(), Names.isPathSegmentName(ref.getName()));
    }
    if (named && ref.hasSelector()) {
      problems.forbidden(path.child("name"), EXCLUSIVE);
    }
    LabelSelectorValidation.check(ref.getSelector(), path.child("selector"), problems);
    if (named && ref.hasSelector()) {
      problems.forbidden(path.child("selector"), EXCLUSIVE);
    }
    if (!named && !ref.hasSelector()) {
      problems.required(path, "one of name or selector must be specified");
    }
    var action = path.child("parameterNotFoundAction");
    if (ref.getParameterNotFoundAction().isEmpty()) {
      problems.required(action);
    } else {
      problems.oneOf(action, ref.getParameterNotFoundAction(), NOT_FOUND);
    }
  }
}
