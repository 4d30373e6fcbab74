package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.MutatingWebhook;
import dev.coxswain.api.admissionregistration.v1.ValidatingWebhook;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.DomainNames;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.HashSet;
import java.util.List;

/// The rules for webhooks; those that validate are looked at like those that change objects, of
/// which they have every field but one.
final class WebhookValidation {
  private static final List<String> FAILURE_POLICIES = List.of("Fail", "Ignore");
  private static final List<String> MATCH_POLICIES = List.of("Equivalent", "Exact");
  private static final List<String> REINVOCATION = List.of("IfNeeded", "Never");
  private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun");
  private static final List<String> VERSIONS = List.of("v1", "v1beta1");
  private static final int MAX_SECONDS = 30;

  private WebhookValidation() {}

  static void check(List<MutatingWebhook> webhooks, Problems problems) {
    var names = new HashSet<String>();
    for (int i = 0; i < webhooks.size(); i++) {
      var webhook = webhooks.get(i);
      var path = FieldPath.of("webhooks").index(i);
      checkOne(webhook, path, problems);
      checkVersions(
          webhook.getAdmissionReviewVersionsList(),
          path.child("admissionReviewVersions"),
          problems);
      if (!webhook.getName().isEmpty() && !names.add(webhook.getName())) {
        problems.duplicate(path.child("name"), webhook.getName());
      }
    }
  }

  /// The same webhook as one that may change objects.
  static MutatingWebhook of(ValidatingWebhook webhook) {
    var same = MutatingWebhook.newBuilder();
    for (var field : webhook.getAllFields().entrySet()) {
      same.setField(
          MutatingWebhook.getDescriptor().findFieldByName(field.getKey().getName()),
          field.getValue());
    }
    return same.build();
  }

  private static void checkOne(MutatingWebhook webhook, FieldPath path, Problems problems) {
    DomainNames.checkFullyQualified(webhook.getName(), path.child("name"), problems);
    for (int i = 0; i < webhook.getRulesCount(); i++) {
      RuleValidation.check(webhook.getRules(i), path.child("rules").index(i), problems);
    }
    problems.oneOf(path.child("failurePolicy"), webhook.getFailurePolicy(), FAILURE_POLICIES);
    problems.oneOf(path.child("matchPolicy"), webhook.getMatchPolicy(), MATCH_POLICIES);
    if (!webhook.hasSideEffects()) {
      problems.required(
          path.child("sideEffects"), "must specify one of " + String.join(", ", SIDE_EFFECTS));
    } else {
      problems.oneOf(path.child("sideEffects"), webhook.getSideEffects(), SIDE_EFFECTS);
    }
    int seconds = webhook.getTimeoutSeconds();
    if (seconds < 1 || seconds > MAX_SECONDS) {
      problems.invalid(
          path.child("timeoutSeconds"),
          seconds,
          "the timeout value must be between 1 and 30 seconds");
    }
    LabelSelectorValidation.check(
        webhook.getNamespaceSelector(), path.child("namespaceSelector"), problems);
    LabelSelectorValidation.check(
        webhook.getObjectSelector(), path.child("objectSelector"), problems);
    if (webhook.hasReinvocationPolicy()) {
      problems.oneOf(
          path.child("reinvocationPolicy"), webhook.getReinvocationPolicy(), REINVOCATION);
    }
    ClientConfigValidation.check(webhook.getClientConfig(), path.child("clientConfig"), problems);
    ConditionRules.check(webhook.getMatchConditionsList(), path.child("matchConditions"), problems);
  }

  private static void checkVersions(List<String> versions, FieldPath path, Problems problems) {
    if (versions.isEmpty()) {
      problems.required(path, "must specify one of " + String.join(", ", VERSIONS));
      return;
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < versions.size(); i++) {
      var version = versions.get(i);
      if (!seen.add(version)) {
        problems.invalid(path.index(i), version, "duplicate version");
      } else {
        problems.invalid(path.index(i), version, Names.isDns1035Label(version));
      }
    }
    if (versions.stream().noneMatch(VERSIONS::contains)) {
      problems.invalid(
          path,
          List.copyOf(versions),
          "must include at least one of " + String.join(", ", VERSIONS));
    }
  }
}
