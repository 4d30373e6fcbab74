package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.ResourceQuotaSpec;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.GoStruct;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceNames;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules for what quotas are limited to: the two ways to say it have the same scopes.
final class QuotaScopes {
  private static final FieldPath SCOPES = Problems.SPEC.child("scopes");
  private static final FieldPath MATCH = Problems.SPEC.child("scopeSelector", "matchExpressions");
  private static final Set<String> COMPUTE =
      Set.of("cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
  private static final Set<String> CLAIMS = Set.of("persistentvolumeclaims", "requests.storage");
  private static final Set<String> KNOWN =
      Set.of(
          "Terminating",
          "NotTerminating",
          "BestEffort",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity",
          "VolumeAttributesClass");

  private final ResourceQuotaSpec spec;
  private final List<String> hard;
  private final Problems problems;

  private QuotaScopes(ResourceQuotaSpec spec, Problems problems) {
    this.spec = spec;
    this.hard =
        spec.getHardMap().keySet().stream().filter(ResourceNames::isForQuotas).sorted().toList();
    this.problems = problems;
  }

  static void check(ResourceQuotaSpec spec, Problems problems) {
    var rules = new QuotaScopes(spec, problems);
    rules.checkList();
    if (spec.hasScopeSelector()) {
      rules.checkSelector();
    }
  }

  private void checkList() {
    for (var scope : spec.getScopesList()) {
      if (!KNOWN.contains(scope)) {
        problems.invalid(SCOPES, scopes(spec), "unsupported scope");
      }
      if (!fitsAll(scope)) {
        problems.invalid(SCOPES, scopes(spec), "unsupported scope applied to resource");
      }
    }
    checkPairs(Set.copyOf(spec.getScopesList()), SCOPES);
  }

  private void checkSelector() {
    var seen = new HashSet<String>();
    for (var requirement : spec.getScopeSelector().getMatchExpressionsList()) {
      checkRequirement(requirement);
      seen.add(requirement.getScopeName());
    }
    checkPairs(seen, MATCH);
  }

  private void checkRequirement(ScopedResourceSelectorRequirement requirement) {
    var scope = requirement.getScopeName();
    var operator = requirement.getOperator();
    if (!KNOWN.contains(scope)) {
      problems.invalid(MATCH.child("scopeName"), scope, "unsupported scope");
    }
    if (!fitsAll(scope)) {
      problems.invalid(
          MATCH,
          GoStruct.of(spec.getScopeSelector()).tree(),
          "unsupported scope applied to resource");
    }
    switch (scope) {
      case "BestEffort",
          "NotBestEffort",
          "Terminating",
          "NotTerminating",
          "CrossNamespacePodAffinity" -> {
        if (!operator.equals("Exists")) {
          problems.invalid(
              MATCH.child("operator"),
              operator,
              "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
                  + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                  + " ResourceQuotaScopeNotBestEffort or"
                  + " ResourceQuotaScopeCrossNamespacePodAffinity");
        }
      }
      default -> {
        // Those with values.
      }
    }
    checkOperator(requirement);
  }

  private void checkOperator(ScopedResourceSelectorRequirement requirement) {
    var values = MATCH.child("values");
    switch (requirement.getOperator()) {
      case "In", "NotIn" -> {
        if (requirement.getValuesCount() == 0) {
          problems.required(
              values,
              "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (requirement.getValuesCount() > 0) {
          problems.invalid(
              values,
              List.copyOf(requirement.getValuesList()),
              "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
        }
      }
      default ->
          problems.invalid(
              MATCH.child("operator"), requirement.getOperator(), "not a valid selector operator");
    }
  }

  private void checkPairs(Set<String> scopes, FieldPath path) {
    var pairs =
        List.of(Set.of("BestEffort", "NotBestEffort"), Set.of("Terminating", "NotTerminating"));
    for (var pair : pairs) {
      if (scopes.containsAll(pair)) {
        problems.invalid(path, scopes(spec), "conflicting scopes");
      }
    }
  }

  private boolean fitsAll(String scope) {
    return hard.stream().allMatch(resource -> fits(scope, resource));
  }

  private static boolean fits(String scope, String resource) {
    return switch (scope) {
      case "BestEffort" -> resource.equals("pods");
      case "Terminating",
          "NotTerminating",
          "NotBestEffort",
          "PriorityClass",
          "CrossNamespacePodAffinity" ->
          resource.equals("pods") || COMPUTE.contains(resource);
      case "VolumeAttributesClass" -> CLAIMS.contains(resource);
      default -> true;
    };
  }

  /// As messages show them: nothing at all is no list.
  static Object scopes(ResourceQuotaSpec spec) {
    return spec.getScopesCount() == 0 ? null : List.copyOf(spec.getScopesList());
  }
}
