package dev.coxswain.controllermanager.daemonset;

import dev.coxswain.api.apps.v1.DaemonSet;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.NodeSelector;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.controllermanager.framework.Annotations;
import dev.coxswain.controllermanager.framework.PodControl;
import dev.coxswain.controllermanager.framework.Taints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pods of a daemon set: how they are made, where they belong. Pure.
final class DaemonPods {
  private static final String PREFIX = "node.kubernetes.io/";

  private static final String TEMPLATE_GENERATION = "pod-template-generation";

  private DaemonPods() {}

  /// Where a pod stands with a node.
  enum Place {
    /// It should be there.
    WANTED,
    /// A new one may not go there, but one that is there may stay.
    TOLERATED,
    /// It should not be there.
    FORBIDDEN
  }

  static Place place(DaemonSet set, Node node) {
    var spec = set.getSpec().getTemplate().getSpec();
    if (!NodeMatch.matches(spec, node)) {
      return Place.FORBIDDEN;
    }
    var tolerations = tolerations(spec);
    boolean executes = true;
    boolean schedules = true;
    for (var taint : node.getSpec().getTaintsList()) {
      if (tolerations.stream().noneMatch(t -> Taints.tolerates(t, taint))) {
        executes &= !taint.getEffect().equals(Taints.NO_EXECUTE);
        schedules &= taint.getEffect().equals("PreferNoSchedule");
      }
    }
    return !executes ? Place.FORBIDDEN : schedules ? Place.WANTED : Place.TOLERATED;
  }

  static Pod create(DaemonSet set, String node, String hash) {
    var template = set.getSpec().getTemplate();
    var pod = PodControl.fromTemplate(template, set);
    var spec =
        pinned(template.getSpec().toBuilder(), node)
            .clearTolerations()
            .addAllTolerations(tolerations(template.getSpec()));
    return Metadata.edit(
        pod.toBuilder().setSpec(spec).build(),
        m -> {
          m.putLabels(Annotations.CONTROLLER_REVISION_HASH, hash);
          templateGeneration(set).ifPresent(n -> m.putLabels(TEMPLATE_GENERATION, n));
        });
  }

  /// Daemons stay on nodes that are not well: others may depend on them to get well.
  private static List<Toleration> tolerations(PodSpec spec) {
    var all = new ArrayList<>(spec.getTolerationsList());
    add(all, "not-ready", "NoExecute");
    add(all, "unreachable", "NoExecute");
    add(all, "disk-pressure", "NoSchedule");
    add(all, "memory-pressure", "NoSchedule");
    add(all, "pid-pressure", "NoSchedule");
    add(all, "unschedulable", "NoSchedule");
    if (spec.getHostNetwork()) {
      add(all, "network-unavailable", "NoSchedule");
    }
    return all;
  }

  private static void add(List<Toleration> all, String key, String effect) {
    var toleration =
        Toleration.newBuilder()
            .setKey(PREFIX + key)
            .setOperator("Exists")
            .setEffect(effect)
            .build();
    if (!all.contains(toleration)) {
      all.add(toleration);
    }
  }

  // The scheduler binds the pod, but has no choice.
  private static PodSpec.Builder pinned(PodSpec.Builder spec, String node) {
    var field =
        NodeSelectorRequirement.newBuilder()
            .setKey("metadata.name")
            .setOperator("In")
            .addValues(node);
    var selector =
        NodeSelector.newBuilder()
            .addNodeSelectorTerms(NodeSelectorTerm.newBuilder().addMatchFields(field));
    spec.getAffinityBuilder()
        .getNodeAffinityBuilder()
        .setRequiredDuringSchedulingIgnoredDuringExecution(selector);
    return spec;
  }

  /// The node that the pod is on, or bound for.
  static String node(Pod pod) {
    if (!pod.getSpec().getNodeName().isEmpty()) {
      return pod.getSpec().getNodeName();
    }
    return pod
        .getSpec()
        .getAffinity()
        .getNodeAffinity()
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTermsList()
        .stream()
        .flatMap(t -> t.getMatchFieldsList().stream())
        .filter(r -> r.getKey().equals("metadata.name") && r.getValuesCount() == 1)
        .map(r -> r.getValues(0))
        .findFirst()
        .orElse("");
  }

  static String hash(Pod pod) {
    return pod.getMetadata().getLabelsOrDefault(Annotations.CONTROLLER_REVISION_HASH, "");
  }

  /// Whether the pod is of the set's present revision; older servers knew it by a number only.
  static boolean isUpdated(DaemonSet set, Pod pod, String hash) {
    var generation = pod.getMetadata().getLabelsOrDefault(TEMPLATE_GENERATION, "");
    return hash(pod).equals(hash) || templateGeneration(set).filter(generation::equals).isPresent();
  }

  // How often the template changed; the server counts it.
  private static Optional<String> templateGeneration(DaemonSet set) {
    return Optional.ofNullable(
            set.getMetadata().getAnnotationsMap().get("deprecated.daemonset.template.generation"))
        .filter(text -> text.matches("\\d{1,18}"));
  }
}
