package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.core.v1.WeightedPodAffinityTerm;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.pods.OldProfiles;
import dev.coxswain.apiserver.registry.pods.PodContainers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Warnings about pods and templates of pods.
public final class PodWarnings {
  private static final String NO_SELECTOR = "a null labelSelector results in matching no pod";
  private static final String SYSCTLS =
      "non-functional in v1.11+; use the \"sysctls\" field instead";
  private static final Map<String, String> ANNOTATIONS =
      Map.of(
          "scheduler.alpha.kubernetes.io/critical-pod",
          "non-functional in v1.16+; use the \"priorityClassName\" field instead",
          "security.alpha.kubernetes.io/sysctls",
          SYSCTLS,
          "security.alpha.kubernetes.io/unsafe-sysctls",
          SYSCTLS);

  private final ObjectMeta meta;
  private final PodSpec pod;
  private final Optional<FieldPath> template;
  private final List<String> warnings = new ArrayList<>();

  private PodWarnings(ObjectMeta meta, PodSpec pod, Optional<FieldPath> template) {
    this.meta = meta;
    this.pod = pod;
    this.template = template;
  }

  public static List<String> of(Pod pod) {
    return new PodWarnings(pod.getMetadata(), pod.getSpec(), Optional.empty()).all();
  }

  public static List<String> of(PodTemplateSpec template, FieldPath path) {
    return new PodWarnings(template.getMetadata(), template.getSpec(), Optional.of(path)).all();
  }

  private List<String> all() {
    var spec = at("spec");
    var annotations = at("metadata").child("annotations");
    if (template.isEmpty()) {
      appArmor(annotations);
    }
    warnings.addAll(OldLabels.ofSelector(pod.getNodeSelectorMap(), spec.child("nodeSelector")));
    affinity(spec.child("affinity", "nodeAffinity"));
    spreading(spec.child("topologySpreadConstraints"));
    annotations(annotations);
    warnings.addAll(VolumeWarnings.of(pod.getVolumesList(), spec.child("volumes")));
    repeated(spec);
    seccomp(annotations);
    warnings.addAll(ContainerWarnings.of(meta, pod, annotations, spec, template.isPresent()));
    if (pod.getTerminationGracePeriodSeconds() < 0) {
      warn(
          spec.child("terminationGracePeriodSeconds"),
          "must be >= 0; negative values are invalid and will be treated as 1");
    }
    var affinity = pod.getAffinity();
    near(
        affinity.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecutionList(),
        affinity.getPodAffinity().getPreferredDuringSchedulingIgnoredDuringExecutionList(),
        spec.child("affinity", "podAffinity"));
    near(
        affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecutionList(),
        affinity.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecutionList(),
        spec.child("affinity", "podAntiAffinity"));
    addresses(spec);
    return List.copyOf(warnings);
  }

  private FieldPath at(String part) {
    return template.map(path -> path.child(part)).orElseGet(() -> FieldPath.of(part));
  }

  private void warn(FieldPath path, String message) {
    warnings.add(path + ": " + message);
  }

  private void affinity(FieldPath path) {
    var affinity = pod.getAffinity().getNodeAffinity();
    var terms =
        affinity.getRequiredDuringSchedulingIgnoredDuringExecution().getNodeSelectorTermsList();
    var required =
        path.child("requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms");
    for (int i = 0; i < terms.size(); i++) {
      warnings.addAll(OldLabels.ofTerm(terms.get(i), required.index(i)));
    }
    var wishes = affinity.getPreferredDuringSchedulingIgnoredDuringExecutionList();
    var preferred = path.child("preferredDuringSchedulingIgnoredDuringExecution");
    for (int i = 0; i < wishes.size(); i++) {
      warnings.addAll(
          OldLabels.ofWish(wishes.get(i).getPreference(), preferred.index(i).child("preference")));
    }
  }

  private void spreading(FieldPath path) {
    for (int i = 0; i < pod.getTopologySpreadConstraintsCount(); i++) {
      var constraint = pod.getTopologySpreadConstraints(i);
      OldLabels.ofKey(constraint.getTopologyKey(), path.index(i).child("topologyKey"))
          .ifPresent(warnings::add);
      if (!constraint.hasLabelSelector()) {
        warn(path.index(i).child("labelSelector"), NO_SELECTOR);
      }
    }
  }

  private void annotations(FieldPath path) {
    new TreeMap<>(ANNOTATIONS)
        .forEach((key, message) -> {
          if (meta.containsAnnotations(key)) {
            warn(path.key(key), message);
          }
        });
  }

  private void repeated(FieldPath spec) {
    var addresses = new HashSet<String>();
    for (int i = 0; i < pod.getHostAliasesCount(); i++) {
      var ip = pod.getHostAliases(i).getIp();
      if (!addresses.add(ip)) {
        warn(spec.child("hostAliases").index(i).child("ip"), "duplicate ip \"%s\"".formatted(ip));
      }
    }
    var secrets = new HashSet<String>();
    for (int i = 0; i < pod.getImagePullSecretsCount(); i++) {
      var name = pod.getImagePullSecrets(i).getName();
      if (!secrets.add(name)) {
        warn(
            spec.child("imagePullSecrets").index(i).child("name"),
            "duplicate name \"%s\"".formatted(name));
      }
    }
    for (int i = 0; i < pod.getImagePullSecretsCount(); i++) {
      if (pod.getImagePullSecrets(i).getName().isEmpty()) {
        warn(spec.child("imagePullSecrets").index(i).child("name"), "invalid empty name \"\"");
      }
    }
    fraction(pod.getOverheadMap(), "memory", spec.child("overhead"));
    fraction(pod.getOverheadMap(), "ephemeral-storage", spec.child("overhead"));
  }

  private void fraction(Map<String, Quantity> amounts, String name, FieldPath path) {
    Optional.ofNullable(amounts.get(name))
        .map(Amount::of)
        .filter(amount -> !amount.isWhole())
        .ifPresent(amount -> warn(path.key(name), Fractions.message(amount)));
  }

  private void seccomp(FieldPath annotations) {
    if (!pod.getSecurityContext().hasSeccompProfile()
        && meta.containsAnnotations(OldProfiles.SECCOMP_POD)) {
      warn(annotations.key(OldProfiles.SECCOMP_POD), ContainerWarnings.SECCOMP);
    }
  }

  /// Annotations of pods have become fields by now, if they could and it made a difference.
  private void appArmor(FieldPath annotations) {
    if (pod.getOs().getName().equals("windows")) {
      return;
    }
    PodContainers.each(
        pod,
        at("spec"),
        (container, _) -> {
          var key = OldProfiles.APP_ARMOR + container.getName();
          if (meta.containsAnnotations(key)) {
            var profile = OldProfiles.appArmor(meta.getAnnotationsOrThrow(key));
            if (profile.isEmpty() || container.getSecurityContext().hasAppArmorProfile()) {
              warn(annotations.key(key), ContainerWarnings.APP_ARMOR);
            }
          }
        });
  }

  private void near(
      List<PodAffinityTerm> required, List<WeightedPodAffinityTerm> preferred, FieldPath path) {
    for (int i = 0; i < required.size(); i++) {
      selects(
          required.get(i), path.child("requiredDuringSchedulingIgnoredDuringExecution").index(i));
    }
    for (int i = 0; i < preferred.size(); i++) {
      selects(
          preferred.get(i).getPodAffinityTerm(),
          path.child("preferredDuringSchedulingIgnoredDuringExecution")
              .index(i)
              .child("podAffinityTerm"));
    }
  }

  private void selects(PodAffinityTerm term, FieldPath path) {
    if (!term.hasLabelSelector()) {
      warn(path.child("labelSelector"), NO_SELECTOR);
    }
  }

  private void addresses(FieldPath spec) {
    var servers = pod.getDnsConfig().getNameserversList();
    for (int i = 0; i < servers.size(); i++) {
      warnings.addAll(
          AddressWarnings.ofIp(servers.get(i), spec.child("dnsConfig", "nameservers").index(i)));
    }
    for (int i = 0; i < pod.getHostAliasesCount(); i++) {
      warnings.addAll(
          AddressWarnings.ofIp(
              pod.getHostAliases(i).getIp(), spec.child("hostAliases").index(i).child("ip")));
    }
  }
}
