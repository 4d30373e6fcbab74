package dev.coxswain.apiserver.registry.warnings;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Warnings about pods and templates of pods.
public final class PodWarnings {
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
  private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
  private static final String SECCOMP =
      "non-functional in v1.27+; use the \"seccompProfile\" field instead";

  private static final Map<String, String> VOLUMES =
      Map.of(
          "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+",
          "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+",
          "scaleIO", "deprecated in v1.16, non-functional in v1.22+",
          "flocker", "deprecated in v1.22, non-functional in v1.25+",
          "storageos", "deprecated in v1.22, non-functional in v1.25+",
          "quobyte", "deprecated in v1.22, non-functional in v1.25+",
          "glusterfs", "deprecated in v1.25, non-functional in v1.26+",
          "cephfs", "deprecated in v1.28, non-functional in v1.31+",
          "rbd", "deprecated in v1.28, non-functional in v1.31+");

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
    warnings.addAll(OldLabels.ofSelector(pod.getNodeSelectorMap(), spec.child("nodeSelector")));
    affinity(spec.child("affinity", "nodeAffinity"));
    spreading(spec.child("topologySpreadConstraints"));
    annotations(at("metadata").child("annotations"));
    volumes(spec.child("volumes"));
    repeated(spec);
    seccomp(at("metadata").child("annotations"));
    containers(spec);
    ports(spec.child("containers"));
    if (pod.getTerminationGracePeriodSeconds() < 0) {
      warn(
          spec.child("terminationGracePeriodSeconds"),
          "must be >= 0; negative values are invalid and will be treated as 1");
    }
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
          OldLabels.ofTerm(wishes.get(i).getPreference(), preferred.index(i).child("preference")));
    }
  }

  private void spreading(FieldPath path) {
    for (int i = 0; i < pod.getTopologySpreadConstraintsCount(); i++) {
      var constraint = pod.getTopologySpreadConstraints(i);
      OldLabels.ofKey(constraint.getTopologyKey(), path.index(i).child("topologyKey"))
          .ifPresent(warnings::add);
      if (!constraint.hasLabelSelector()) {
        warn(
            path.index(i).child("labelSelector"),
            "a null labelSelector results in matching no pod");
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

  private void volumes(FieldPath path) {
    for (int i = 0; i < pod.getVolumesCount(); i++) {
      var at = path.index(i);
      pod.getVolumes(i).getVolumeSource().getAllFields().keySet().stream()
          .map(FieldDescriptor::getName)
          .filter(VOLUMES::containsKey)
          .forEach(name -> warn(at.child(name), VOLUMES.get(name)));
    }
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
      var path = spec.child("imagePullSecrets").index(i).child("name");
      if (!secrets.add(name)) {
        warn(path, "duplicate name \"%s\"".formatted(name));
      }
      if (name.isEmpty()) {
        warn(path, "invalid empty name \"\"");
      }
    }
    fraction(pod.getOverheadMap(), "memory", spec.child("overhead"));
  }

  private void seccomp(FieldPath annotations) {
    if (!pod.getSecurityContext().hasSeccompProfile() && meta.containsAnnotations(SECCOMP_POD)) {
      warn(annotations.key(SECCOMP_POD), SECCOMP);
    }
  }

  private void containers(FieldPath spec) {
    each(pod.getInitContainersList(), spec.child("initContainers"));
    each(pod.getContainersList(), spec.child("containers"));
  }

  private void each(List<Container> containers, FieldPath path) {
    var annotations = at("metadata").child("annotations");
    for (int i = 0; i < containers.size(); i++) {
      var container = containers.get(i);
      var context = container.getSecurityContext();
      var seccomp = "container.seccomp.security.alpha.kubernetes.io/" + container.getName();
      if (!context.hasSeccompProfile() && meta.containsAnnotations(seccomp)) {
        warn(annotations.key(seccomp), SECCOMP);
      }
      var appArmor = "container.apparmor.security.beta.kubernetes.io/" + container.getName();
      if (!context.hasAppArmorProfile() && meta.containsAnnotations(appArmor)) {
        warn(
            annotations.key(appArmor),
            "deprecated since v1.30; use the \"appArmorProfile\" field instead");
      }
      amounts(container, path.index(i).child("resources"));
      environment(container, path.index(i).child("env"));
    }
  }

  private void amounts(Container container, FieldPath path) {
    for (var name : List.of("memory", "ephemeral-storage")) {
      fraction(container.getResources().getLimitsMap(), name, path.child("limits"));
      fraction(container.getResources().getRequestsMap(), name, path.child("requests"));
    }
  }

  private void fraction(Map<String, Quantity> amounts, String name, FieldPath path) {
    Optional.ofNullable(amounts.get(name))
        .map(Amount::of)
        .filter(amount -> !amount.isWhole())
        .ifPresent(amount -> warn(path.key(name), Fractions.message(amount)));
  }

  /// A second definition is fine if it builds on the first.
  private void environment(Container container, FieldPath path) {
    var names = new HashSet<String>();
    for (int i = 0; i < container.getEnvCount(); i++) {
      var variable = container.getEnv(i);
      var reference = "$(" + variable.getName() + ")";
      boolean builds =
          !variable.hasValueFrom()
              && !variable.getValue().equals(reference)
              && variable.getValue().contains(reference);
      if (!names.add(variable.getName()) && !builds) {
        warn(
            path.index(i),
            "hides previous definition of \"%s\", which may be dropped when using apply"
                .formatted(variable.getName()));
      }
    }
  }

  private void ports(FieldPath containers) {
    for (int c = 0; c < pod.getContainersCount(); c++) {
      var first = new HashMap<String, FieldPath>();
      var ports = pod.getContainers(c).getPortsList();
      for (int p = 0; p < ports.size(); p++) {
        var at = containers.index(c).child("ports").index(p);
        var port = ports.get(p);
        var key =
            "%d/%d/%s/%s"
                .formatted(
                    port.getContainerPort(),
                    port.getHostPort(),
                    port.getProtocol(),
                    port.getHostIP());
        var before = first.putIfAbsent(key, at);
        if (before != null) {
          warn(at, "duplicate port definition with " + before);
        }
      }
    }
  }
}
