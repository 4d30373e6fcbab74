package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Affinity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a new pod says in short is written out: selectors that take over the pod's own labels, and
/// profiles that are in annotations only.
public final class PodPreparation {
  private PodPreparation() {}

  public static Pod prepared(Pod pod) {
    var spec = pod.getSpec().toBuilder();
    var labels = pod.getMetadata().getLabelsMap();
    if (spec.hasAffinity()) {
      eachTerm(spec.getAffinityBuilder(), term -> takeOver(term, labels));
    }
    for (var constraint : spec.getTopologySpreadConstraintsBuilderList()) {
      if (constraint.hasLabelSelector() && constraint.getMatchLabelKeysCount() > 0) {
        add(constraint.getLabelSelectorBuilder(), constraint.getMatchLabelKeysList(), "In", labels);
      }
    }
    if (!spec.getOs().getName().equals("windows")) {
      profiles(spec, pod.getMetadata().getAnnotationsMap());
    }
    return pod.toBuilder().setSpec(spec).build();
  }

  private static void eachTerm(Affinity.Builder affinity, Consumer<PodAffinityTerm.Builder> visit) {
    if (affinity.hasPodAffinity()) {
      var near = affinity.getPodAffinityBuilder();
      near.getPreferredDuringSchedulingIgnoredDuringExecutionBuilderList()
          .forEach(term -> visit.accept(term.getPodAffinityTermBuilder()));
      near.getRequiredDuringSchedulingIgnoredDuringExecutionBuilderList().forEach(visit);
    }
    if (affinity.hasPodAntiAffinity()) {
      var far = affinity.getPodAntiAffinityBuilder();
      far.getPreferredDuringSchedulingIgnoredDuringExecutionBuilderList()
          .forEach(term -> visit.accept(term.getPodAffinityTermBuilder()));
      far.getRequiredDuringSchedulingIgnoredDuringExecutionBuilderList().forEach(visit);
    }
  }

  private static void takeOver(PodAffinityTerm.Builder term, Map<String, String> labels) {
    boolean takes = term.getMatchLabelKeysCount() + term.getMismatchLabelKeysCount() > 0;
    if (takes && term.hasLabelSelector()) {
      var selector = term.getLabelSelectorBuilder();
      add(selector, term.getMatchLabelKeysList(), "In", labels);
      add(selector, term.getMismatchLabelKeysList(), "NotIn", labels);
    }
  }

  private static void add(
      LabelSelector.Builder selector,
      List<String> keys,
      String operator,
      Map<String, String> labels) {
    for (var key : keys) {
      if (labels.containsKey(key)) {
        selector.addMatchExpressions(
            LabelSelectorRequirement.newBuilder()
                .setKey(key)
                .setOperator(operator)
                .addValues(labels.get(key)));
      }
    }
  }

  private static void profiles(PodSpec.Builder spec, Map<String, String> annotations) {
    spec.getInitContainersBuilderList().forEach(c -> profile(c, spec, annotations));
    spec.getContainersBuilderList().forEach(c -> profile(c, spec, annotations));
  }

  private static void profile(
      Container.Builder container, PodSpec.Builder spec, Map<String, String> annotations) {
    var annotation = annotations.get(OldProfiles.APP_ARMOR + container.getName());
    if (annotation == null || container.getSecurityContext().hasAppArmorProfile()) {
      return;
    }
    OldProfiles.appArmor(annotation)
        .filter(profile -> !profile.equals(spec.getSecurityContext().getAppArmorProfile()))
        .ifPresent(profile -> container.getSecurityContextBuilder().setAppArmorProfile(profile));
  }
}
