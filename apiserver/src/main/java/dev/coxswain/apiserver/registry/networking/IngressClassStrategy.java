package dev.coxswain.apiserver.registry.networking;

import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.api.networking.v1.IngressClassParametersReference;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.DomainNames;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Optional;

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
    DomainNames.checkPrefixedPath(spec.getController(), controller, problems);
    if (spec.hasParameters()) {
      checkParameters(spec.getParameters(), Problems.SPEC.child("parameters"), problems);
    }
  }

  private static void checkParameters(
      IngressClassParametersReference parameters, FieldPath path, Problems problems) {
    References.check(
        parameters.hasAPIGroup() ? Optional.of(parameters.getAPIGroup()) : Optional.empty(),
        parameters.getKind(),
        parameters.getName(),
        path,
        problems);
    var namespace = path.child("namespace");
    switch (parameters.getScope()) {
      case "Namespace" -> {
        if (parameters.hasNamespace()) {
          problems.invalid(
              namespace,
              parameters.getNamespace(),
              Names.isDns1123Label(parameters.getNamespace()));
        } else {
          problems.required(namespace, "`parameters.scope` is set to 'Namespace'");
        }
      }
      case "Cluster" -> {
        if (parameters.hasNamespace()) {
          problems.forbidden(namespace, "`parameters.scope` is set to 'Cluster'");
        }
      }
      default -> problems.notSupported(path.child("scope"), parameters.getScope(), SCOPES);
    }
  }

  @Override
  protected void checkUpdate(
      IngressClass updated, IngressClass existing, StrategyContext context, Problems problems) {
    problems.unchanged(
        Problems.SPEC.child("controller"),
        updated.getSpec().getController(),
        existing.getSpec().getController());
    check(updated, context, problems);
  }
}
