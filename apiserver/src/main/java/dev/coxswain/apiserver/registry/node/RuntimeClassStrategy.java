package dev.coxswain.apiserver.registry.node;

import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.api.node.v1.RuntimeClass;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.pods.TolerationValidation;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.validation.ResourceValidation;
import dev.coxswain.apiserver.registry.warnings.NodeWarnings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Runtime classes; a handler stays what it is.
public final class RuntimeClassStrategy extends GenericStrategy<RuntimeClass> {
  private static final FieldPath HANDLER = FieldPath.of("handler");

  public RuntimeClassStrategy(ResourceType resource) {
    super(resource, ExtensionTables.RUNTIME_CLASSES);
  }

  @Override
  protected void check(RuntimeClass runtime, StrategyContext context, Problems problems) {
    problems.invalid(HANDLER, runtime.getHandler(), Names.isDns1123Label(runtime.getHandler()));
    if (runtime.hasOverhead()) {
      ResourceValidation.checkOverhead(
          runtime.getOverhead().getPodFixedMap(), FieldPath.of("overhead", "podFixed"), problems);
    }
    if (runtime.hasScheduling()) {
      var path = FieldPath.of("scheduling");
      ObjectMetaValidation.checkLabels(
          runtime.getScheduling().getNodeSelectorMap(), path.child("nodeSelector"), problems);
      checkTolerations(
          runtime.getScheduling().getTolerationsList(), path.child("tolerations"), problems);
    }
  }

  @Override
  protected void checkUpdate(
      RuntimeClass updated, RuntimeClass existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    problems.unchanged(HANDLER, updated.getHandler(), existing.getHandler());
  }

  @Override
  public List<String> warnings(RuntimeClass runtime, Optional<RuntimeClass> existing) {
    return NodeWarnings.of(runtime);
  }

  private static void checkTolerations(
      List<Toleration> tolerations, FieldPath path, Problems problems) {
    TolerationValidation.check(tolerations, path, problems);
    var seen = new HashSet<Toleration>();
    for (int i = 0; i < tolerations.size(); i++) {
      if (!seen.add(tolerations.get(i))) {
        problems.duplicate(path.index(i), TolerationValidation.shown(tolerations.get(i)));
      }
    }
  }
}
