package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Where a mutating policy holds.
public final class MutatingBindingStrategy extends GenericStrategy<MutatingAdmissionPolicyBinding> {

  public MutatingBindingStrategy(ResourceType resource) {
    super(resource, ExtensionTables.MUTATING_BINDINGS);
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(
      MutatingAdmissionPolicyBinding binding, StrategyContext context, Problems problems) {
    var spec = binding.getSpec();
    PolicyMatching.checkPolicyName(spec.getPolicyName(), problems);
    if (spec.hasParamRef()) {
      PolicyMatching.checkParameters(spec.getParamRef(), problems);
    }
    if (spec.hasMatchResources()) {
      // Clients know the field by this misspelling.
      PolicyMatching.check(
          spec.getMatchResources(), Problems.SPEC.child("matchResouces"), problems);
    }
  }
}
