package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.admissionregistration.v1.MatchResources;
import dev.coxswain.api.admissionregistration.v1.MutatingAdmissionPolicySpec;
import dev.coxswain.api.admissionregistration.v1.MutatingWebhook;
import dev.coxswain.api.admissionregistration.v1.Rule;
import dev.coxswain.api.admissionregistration.v1.ServiceReference;
import dev.coxswain.api.admissionregistration.v1.ValidatingAdmissionPolicySpec;
import dev.coxswain.api.admissionregistration.v1.ValidatingWebhook;
import dev.coxswain.api.apiextensions.v1.CustomResourceDefinition;
import dev.coxswain.api.meta.v1.LabelSelector;
import java.util.Locale;

/// Defaults of the kinds that configure the API server itself.
final class PolicyDefaults {
  private static final LabelSelector ALL = LabelSelector.getDefaultInstance();
  private static final int HTTPS = 443;

  private PolicyDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(MatchResources.newBuilder(), PolicyDefaults::matchResources)
        .on(MutatingWebhook.newBuilder(), PolicyDefaults::mutating)
        .on(ValidatingWebhook.newBuilder(), PolicyDefaults::validating)
        .on(
            MutatingAdmissionPolicySpec.newBuilder(),
            p -> p.setFailurePolicy(p.hasFailurePolicy() ? p.getFailurePolicy() : "Fail"))
        .on(
            ValidatingAdmissionPolicySpec.newBuilder(),
            p -> p.setFailurePolicy(p.hasFailurePolicy() ? p.getFailurePolicy() : "Fail"))
        .on(Rule.newBuilder(), r -> r.setScope(r.hasScope() ? r.getScope() : "*"))
        .on(ServiceReference.newBuilder(), s -> s.setPort(s.hasPort() ? s.getPort() : HTTPS))
        .on(
            dev.coxswain.api.apiextensions.v1.ServiceReference.newBuilder(),
            s -> s.setPort(s.hasPort() ? s.getPort() : HTTPS))
        .on(
            dev.coxswain.api.apiregistration.v1.ServiceReference.newBuilder(),
            s -> s.setPort(s.hasPort() ? s.getPort() : HTTPS))
        .on(CustomResourceDefinition.newBuilder(), PolicyDefaults::definition);
  }

  private static void matchResources(MatchResources.Builder match) {
    if (!match.hasMatchPolicy()) {
      match.setMatchPolicy("Equivalent");
    }
    if (!match.hasNamespaceSelector()) {
      match.setNamespaceSelector(ALL);
    }
    if (!match.hasObjectSelector()) {
      match.setObjectSelector(ALL);
    }
  }

  private static void mutating(MutatingWebhook.Builder hook) {
    if (!hook.hasFailurePolicy()) {
      hook.setFailurePolicy("Fail");
    }
    if (!hook.hasMatchPolicy()) {
      hook.setMatchPolicy("Equivalent");
    }
    if (!hook.hasNamespaceSelector()) {
      hook.setNamespaceSelector(ALL);
    }
    if (!hook.hasObjectSelector()) {
      hook.setObjectSelector(ALL);
    }
    if (!hook.hasReinvocationPolicy()) {
      hook.setReinvocationPolicy("Never");
    }
    if (!hook.hasTimeoutSeconds()) {
      hook.setTimeoutSeconds(10);
    }
  }

  private static void validating(ValidatingWebhook.Builder hook) {
    if (!hook.hasFailurePolicy()) {
      hook.setFailurePolicy("Fail");
    }
    if (!hook.hasMatchPolicy()) {
      hook.setMatchPolicy("Equivalent");
    }
    if (!hook.hasNamespaceSelector()) {
      hook.setNamespaceSelector(ALL);
    }
    if (!hook.hasObjectSelector()) {
      hook.setObjectSelector(ALL);
    }
    if (!hook.hasTimeoutSeconds()) {
      hook.setTimeoutSeconds(10);
    }
  }

  private static void definition(CustomResourceDefinition.Builder crd) {
    var spec = crd.getSpecBuilder();
    var names = spec.getNamesBuilder();
    if (names.getSingular().isEmpty()) {
      names.setSingular(names.getKind().toLowerCase(Locale.ROOT));
    }
    if (names.getListKind().isEmpty() && !names.getKind().isEmpty()) {
      names.setListKind(names.getKind() + "List");
    }
    if (!spec.hasConversion()) {
      spec.getConversionBuilder().setStrategy("None");
    }
    if (crd.getStatus().getStoredVersionsCount() == 0) {
      spec.getVersionsList().stream()
          .filter(v -> v.getStorage())
          .findFirst()
          .ifPresent(v -> crd.getStatusBuilder().addStoredVersions(v.getName()));
    }
  }
}
