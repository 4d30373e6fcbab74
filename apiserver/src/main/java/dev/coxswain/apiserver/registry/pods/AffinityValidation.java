package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Affinity;
import dev.coxswain.api.core.v1.NodeAffinity;
import dev.coxswain.api.core.v1.NodeSelector;
import dev.coxswain.api.core.v1.NodeSelectorRequirement;
import dev.coxswain.api.core.v1.NodeSelectorTerm;
import dev.coxswain.api.core.v1.PodAffinityTerm;
import dev.coxswain.api.core.v1.WeightedPodAffinityTerm;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.validation.LabelSelectorValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.SelectorOperators;
import java.util.List;

/// The rules for node and pod affinity.
public final class AffinityValidation {
  private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

  private AffinityValidation() {}

  static void check(Affinity affinity, FieldPath path, Problems problems) {
    if (affinity.hasNodeAffinity()) {
      checkNodes(affinity.getNodeAffinity(), path.child("nodeAffinity"), problems);
    }
    if (affinity.hasPodAffinity()) {
      var pods = affinity.getPodAffinity();
      var at = path.child("podAffinity");
      checkTerms(
          pods.getRequiredDuringSchedulingIgnoredDuringExecutionList(),
          at.child(REQUIRED),
          problems);
      checkWeighted(
          pods.getPreferredDuringSchedulingIgnoredDuringExecutionList(),
          at.child(PREFERRED),
          problems);
    }
    if (affinity.hasPodAntiAffinity()) {
      var pods = affinity.getPodAntiAffinity();
      var at = path.child("podAntiAffinity");
      checkTerms(
          pods.getRequiredDuringSchedulingIgnoredDuringExecutionList(),
          at.child(REQUIRED),
          problems);
      checkWeighted(
          pods.getPreferredDuringSchedulingIgnoredDuringExecutionList(),
          at.child(PREFERRED),
          problems);
    }
  }

  /// Also the affinity of volumes to nodes.
  public static void checkNodeSelector(NodeSelector selector, FieldPath path, Problems problems) {
    var terms = path.child("nodeSelectorTerms");
    if (selector.getNodeSelectorTermsCount() == 0) {
      problems.required(terms, "must have at least one node selector term");
    }
    for (int i = 0; i < selector.getNodeSelectorTermsCount(); i++) {
      checkTerm(selector.getNodeSelectorTerms(i), true, terms.index(i), problems);
    }
  }

  private static void checkNodes(NodeAffinity affinity, FieldPath path, Problems problems) {
    if (affinity.hasRequiredDuringSchedulingIgnoredDuringExecution()) {
      checkNodeSelector(
          affinity.getRequiredDuringSchedulingIgnoredDuringExecution(),
          path.child(REQUIRED),
          problems);
    }
    for (int i = 0; i < affinity.getPreferredDuringSchedulingIgnoredDuringExecutionCount(); i++) {
      var term = affinity.getPreferredDuringSchedulingIgnoredDuringExecution(i);
      var at = path.child(PREFERRED).index(i);
      checkWeight(term.getWeight(), at.child("weight"), problems);
      // A wish that no node can fulfil does no harm.
      checkTerm(term.getPreference(), false, at.child("preference"), problems);
    }
  }

  private static void checkTerm(
      NodeSelectorTerm term, boolean values, FieldPath path, Problems problems) {
    for (int i = 0; i < term.getMatchExpressionsCount(); i++) {
      var at = path.child("matchExpressions").index(i);
      checkRequirement(term.getMatchExpressions(i), at, problems);
      if (values) {
        checkValues(term.getMatchExpressions(i), at.child("values"), problems);
      }
    }
    for (int i = 0; i < term.getMatchFieldsCount(); i++) {
      checkFieldRequirement(term.getMatchFields(i), path.child("matchFields").index(i), problems);
    }
  }

  private static void checkRequirement(
      NodeSelectorRequirement requirement, FieldPath path, Problems problems) {
    switch (requirement.getOperator()) {
      case "Gt", "Lt" -> {
        if (requirement.getValuesCount() != 1) {
          problems.required(
              path.child("values"),
              "must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default -> {
        boolean known =
            SelectorOperators.check(
                requirement.getOperator(), requirement.getValuesCount(), path, problems);
        if (!known) {
          problems.invalid(
              path.child("operator"), requirement.getOperator(), "not a valid selector operator");
        }
      }
    }
    problems.invalid(
        path.child("key"), requirement.getKey(), Names.isQualifiedName(requirement.getKey()));
  }

  private static void checkValues(
      NodeSelectorRequirement requirement, FieldPath path, Problems problems) {
    for (int i = 0; i < requirement.getValuesCount(); i++) {
      var value = requirement.getValues(i);
      problems.invalid(path.index(i), value, Names.isValidLabelValue(value));
    }
  }

  private static void checkFieldRequirement(
      NodeSelectorRequirement requirement, FieldPath path, Problems problems) {
    switch (requirement.getOperator()) {
      case "In", "NotIn" -> {
        if (requirement.getValuesCount() != 1) {
          problems.required(
              path.child("values"),
              "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
        }
      }
      default ->
          problems.invalid(
              path.child("operator"), requirement.getOperator(), "not a valid selector operator");
    }
    if (!requirement.getKey().equals("metadata.name")) {
      problems.invalid(path.child("key"), requirement.getKey(), "not a valid field selector key");
      return;
    }
    for (int i = 0; i < requirement.getValuesCount(); i++) {
      var value = requirement.getValues(i);
      problems.invalid(path.child("values").index(i), value, Names.isDns1123Subdomain(value));
    }
  }

  private static void checkTerms(List<PodAffinityTerm> terms, FieldPath path, Problems problems) {
    for (int i = 0; i < terms.size(); i++) {
      checkTerm(terms.get(i), path.index(i), problems);
    }
  }

  private static void checkWeighted(
      List<WeightedPodAffinityTerm> terms, FieldPath path, Problems problems) {
    for (int i = 0; i < terms.size(); i++) {
      checkWeight(terms.get(i).getWeight(), path.index(i).child("weight"), problems);
      checkTerm(
          terms.get(i).getPodAffinityTerm(), path.index(i).child("podAffinityTerm"), problems);
    }
  }

  private static void checkTerm(PodAffinityTerm term, FieldPath path, Problems problems) {
    if (term.hasLabelSelector()) {
      LabelSelectorValidation.check(term.getLabelSelector(), path.child("labelSelector"), problems);
    }
    if (term.hasNamespaceSelector()) {
      LabelSelectorValidation.check(
          term.getNamespaceSelector(), path.child("namespaceSelector"), problems);
    }
    for (var namespace : term.getNamespacesList()) {
      problems.invalid(path.child("namespace"), namespace, Names.isDns1123Label(namespace));
    }
    LabelKeys.checkTerm(term, path, problems);
    if (term.getTopologyKey().isEmpty()) {
      problems.required(path.child("topologyKey"), "can not be empty");
    }
    problems.invalid(
        path.child("topologyKey"),
        term.getTopologyKey(),
        Names.isQualifiedName(term.getTopologyKey()));
  }

  private static void checkWeight(int weight, FieldPath path, Problems problems) {
    if (weight < 1 || weight > 100) {
      problems.invalid(path, weight, "must be in the range 1-100");
    }
  }
}
