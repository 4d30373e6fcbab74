package dev.coxswain.apiserver.admission.podsecurity;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.EphemeralContainer;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.admission.podsecurity.Control.Finding;
import dev.coxswain.apiserver.admission.podsecurity.Policy.Standard;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Holds pods to the standards that labels of their namespace name: refuses, warns, annotates. Of
/// what makes pods it only tells what will become of them.
public final class PodSecurity implements Admission {
  private static final String ANNOTATION = "pod-security.kubernetes.io/";

  private final Lookup lookup;
  private final Policy defaults;
  private final PodSecurityConfiguration.Exemptions exemptions;

  /// @throws IllegalArgumentException if the configuration names a level or version that does not
  ///   exist
  public PodSecurity(Lookup lookup, PodSecurityConfiguration configuration) {
    this.lookup = lookup;
    this.defaults = configuration.defaults().policy();
    this.exemptions = configuration.exemptions();
  }

  @Override
  public void check(AdmissionRequest request) {
    if (request.operation() == Operation.DELETE) {
      return;
    }
    request.object(Namespace.class).ifPresent(namespace -> checkNamespace(request, namespace));
    request
        .object(Pod.class)
        .or(() -> request.object(Pod.class, "ephemeralcontainers"))
        .filter(pod -> isSignificant(request, pod))
        .ifPresent(pod -> checkPod(request, pod));
    if (request.subresource().isEmpty()) {
      request
          .object()
          .flatMap(PodTemplates::in)
          .ifPresent(template ->
              checkTemplate(request, PodView.of(template.getMetadata(), template.getSpec())));
    }
  }

  // ---- namespaces ----

  private void checkNamespace(AdmissionRequest request, Namespace namespace) {
    var labels = namespace.getMetadata().getLabelsMap();
    var before =
        request
            .existing(Namespace.class)
            .map(n -> n.getMetadata().getLabelsMap())
            .orElseGet(Map::of);
    var errors = Policy.errors(labels);
    if (!errors.isEmpty() && !errors.equals(Policy.errors(before))) {
      throw ApiException.of(new Refusal.Invalid("Namespace", request.name(), errors));
    }
    var policy = Policy.of(labels, defaults);
    if (exemptions.namespaces().contains(request.name())) {
      if (!policy.isPrivileged() && !policy.equals(Policy.of(before, defaults))) {
        request
            .notes()
            .warn(
                "namespace \"%s\" is exempt from Pod Security, and the policy (%s) will be ignored"
                    .formatted(request.name(), policy));
      }
    } else if (request.operation() == Operation.UPDATE
        && tightens(policy.enforce(), Policy.of(before, defaults).enforce())) {
      var pods = lookup.list(Pod.class, request.name());
      ExistingPods.warnings(request.name(), pods, policy.enforce()).forEach(request.notes()::warn);
    }
  }

  private static boolean tightens(Standard now, Standard before) {
    boolean relaxed =
        now.version().equals(before.version()) && now.level().compareTo(before.level()) <= 0;
    return now.level() != Level.PRIVILEGED && !relaxed;
  }

  // ---- pods, and what makes them ----

  private void checkPod(AdmissionRequest request, Pod pod) {
    if (isExempt(request, PodView.of(pod.getMetadata(), pod.getSpec()))) {
      return;
    }
    var policy = policy(request);
    var view = PodView.of(pod.getMetadata(), pod.getSpec());
    request.notes().annotate(ANNOTATION + "enforce-policy", policy.enforce().toString());
    var violations = Standards.findings(policy.enforce(), view);
    if (!violations.isEmpty()) {
      note(request, policy, view);
      throw request.forbidden("violates " + told(policy.enforce(), violations));
    }
    note(request, policy, view);
    warn(request, policy, view);
  }

  private void checkTemplate(AdmissionRequest request, PodView template) {
    var policy = policy(request);
    if (!isExempt(request, template)) {
      note(request, policy, template);
      warn(request, policy, template);
    }
  }

  private static void note(AdmissionRequest request, Policy policy, PodView pod) {
    var violations = Standards.findings(policy.audit(), pod);
    if (!violations.isEmpty()) {
      request
          .notes()
          .annotate(
              ANNOTATION + "audit-violations", "would violate " + told(policy.audit(), violations));
    }
  }

  private static void warn(AdmissionRequest request, Policy policy, PodView pod) {
    var violations = Standards.findings(policy.warn(), pod);
    if (!violations.isEmpty()) {
      request.notes().warn("would violate " + told(policy.warn(), violations));
    }
  }

  private static String told(Standard standard, List<Finding> violations) {
    return "PodSecurity \"%s\": %s"
        .formatted(
            standard, violations.stream().map(Finding::toString).collect(Collectors.joining(", ")));
  }

  private Policy policy(AdmissionRequest request) {
    var key = ObjectKey.clusterScoped(request.namespace());
    return lookup
        .get(Namespace.class, key)
        .or(() -> lookup.fetch(Namespace.class, key))
        .map(namespace -> Policy.of(namespace.getMetadata().getLabelsMap(), defaults))
        .orElse(defaults);
  }

  private boolean isExempt(AdmissionRequest request, PodView pod) {
    var why =
        exemptions.namespaces().contains(request.namespace())
            ? "namespace"
            : exemptions.usernames().contains(request.user().name())
                ? "user"
                : exemptions.runtimeClasses().contains(pod.spec().getRuntimeClassName())
                    ? "runtimeClass"
                    : "";
    if (!why.isEmpty()) {
      request.notes().annotate(ANNOTATION + "exempt", why);
    }
    return !why.isEmpty();
  }

  /// A pod that exists is judged again when it is to run other images, and not else.
  private static boolean isSignificant(AdmissionRequest request, Pod pod) {
    return request
        .existing(Pod.class)
        .map(Pod::getSpec)
        .filter(before -> runsOnly(pod.getSpec(), before))
        .isEmpty();
  }

  /// Whether there is nothing in `now` that does not run in `before`.
  private static boolean runsOnly(PodSpec now, PodSpec before) {
    var debugging = debuggers(before);
    return images(now.getContainersList()).equals(images(before.getContainersList()))
        && images(now.getInitContainersList()).equals(images(before.getInitContainersList()))
        && debuggers(now).entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(debugging.get(entry.getKey())));
  }

  private static List<String> images(List<Container> containers) {
    return containers.stream().map(Container::getImage).toList();
  }

  /// The images of the ephemeral containers, by name.
  private static Map<String, String> debuggers(PodSpec spec) {
    return spec.getEphemeralContainersList().stream()
        .map(EphemeralContainer::getEphemeralContainerCommon)
        .collect(Collectors.toMap(c -> c.getName(), c -> c.getImage(), (_, last) -> last));
  }
}
