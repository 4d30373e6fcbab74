package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// `namespaces/finalize`: says which finalizers of the spec are still to be waited for.
final class NamespaceFinalize implements SubresourceStrategy<Namespace, Namespace> {
  static final FieldPath FINALIZERS = Problems.SPEC.child("finalizers");

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
    var finalizers = sent.getSpec().getFinalizersList();
    for (int i = 0; i < finalizers.size(); i++) {
      check(finalizers.get(i), FINALIZERS.index(i), problems);
    }
    return problems.all();
  }

  static void check(String finalizer, FieldPath path, Problems problems) {
    problems.invalid(path, finalizer, Names.isQualifiedName(finalizer));
    ObjectMetaValidation.checkFinalizerName(finalizer, path, problems);
  }

  @Override
  public Namespace write(Namespace existing, Namespace sent, StrategyContext context) {
    var changed = existing.toBuilder();
    changed.getSpecBuilder().clearFinalizers().addAllFinalizers(sent.getSpec().getFinalizersList());
    return changed.build();
  }
}
