package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// Ingress classes.
public final class IngressClassStrategy extends GenericStrategy<IngressClass> {
  private static final List<String> SCOPES = List.of("Cluster", "Namespace");
  private static final int MAX_CONTROLLER = 250;

  public IngressClassStrategy(ResourceType resource) {
    super(resource, NetworkingTables.INGRESS_CLASSES);
  }

  @Override
  protected void check(IngressClass ingressClass, StrategyContext context, Problems problems) {
    var spec = ingressClass.getSpec();
    var controller = Problems.SPEC.child("controller");
    if (spec.getController().length() > MAX_CONTROLLER) {
      problems.tooLong(controller, MAX_CONTROLLER);
    }
    if (!spec.getController().contains("/")) {
      problems.invalid(
          controller,
          spec.getController(),
          "must be a domain-prefixed path (such as \"acme.io/foo\")");
    }
    if (spec.hasParameters()) {
      var path = Problems.SPEC.child("parameters");
      if (spec.getParameters().getKind().isEmpty()) {
        problems.required(path.child("kind"), "kind is required");
      }
      if (spec.getParameters().getName().isEmpty()) {
        problems.required(path.child("name"), "name is required");
      }
      problems.oneOf(path.child("scope"), spec.getParameters().getScope(), SCOPES);
    }
  }

  @Override
  protected void checkUpdate(
      IngressClass updated, IngressClass existing, StrategyContext context, Problems problems) {
    check(updated, context, problems);
    problems.unchanged(
        Problems.SPEC.child("controller"),
        updated.getSpec().getController(),
        existing.getSpec().getController());
  }
}
