package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// `namespaces/finalize`: says which finalizers of the spec are still to be waited for.
final class NamespaceFinalize implements SubresourceStrategy<Namespace, Namespace> {

  @Override
  public Namespace prototype() {
    return Namespace.getDefaultInstance();
  }

  @Override
  public Namespace read(Namespace namespace) {
    return namespace;
  }

  @Override
  public List<FieldError> validate(Namespace sent, Namespace existing, StrategyContext context) {
    var problems = new Problems();
    ObjectMetaValidation.checkFinalizerNames(
        sent.getSpec().getFinalizersList(), Problems.SPEC.child("finalizers"), problems);
    return problems.all();
  }

  @Override
  public Namespace write(Namespace existing, Namespace sent, StrategyContext context) {
    var changed = existing.toBuilder();
    changed.getSpecBuilder().clearFinalizers().addAllFinalizers(sent.getSpec().getFinalizersList());
    return changed.build();
  }
}
