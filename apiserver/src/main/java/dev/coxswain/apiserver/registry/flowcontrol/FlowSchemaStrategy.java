package dev.coxswain.apiserver.registry.flowcontrol;

import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Which requests go to which priority level.
public final class FlowSchemaStrategy extends GenericStrategy<FlowSchema> {
  private static final List<String> METHODS = List.of("ByNamespace", "ByUser");
  private static final int MAX_PRECEDENCE = 10_000;

  public FlowSchemaStrategy(ResourceType resource) {
    super(resource, ExtensionTables.FLOW_SCHEMAS);
  }

  /// As requests are compared with the schemas.
  @Override
  public Optional<Comparator<FlowSchema>> rowOrder() {
    return Optional.of(
        Comparator.comparingInt((FlowSchema s) -> s.getSpec().getMatchingPrecedence())
            .thenComparing(s -> s.getMetadata().getName()));
  }

  @Override
  protected void check(FlowSchema schema, StrategyContext context, Problems problems) {
    var spec = schema.getSpec();
    checkPrecedence(schema.getMetadata().getName(), spec.getMatchingPrecedence(), problems);
    if (spec.hasDistinguisherMethod()) {
      problems.oneOf(
          Problems.SPEC.child("distinguisherMethod", "type"),
          spec.getDistinguisherMethod().getType(),
          METHODS);
    }
    var level = spec.getPriorityLevelConfiguration().getName();
    var path = Problems.SPEC.child("priorityLevelConfiguration", "name");
    if (level.isEmpty()) {
      problems.required(path, "must reference a priority level");
    } else {
      problems.invalid(path, level, Names.isDns1123Subdomain(level));
    }
    for (int i = 0; i < spec.getRulesCount(); i++) {
      FlowRuleValidation.check(spec.getRules(i), Problems.SPEC.child("rules").index(i), problems);
    }
  }

  private static void checkPrecedence(String name, int precedence, Problems problems) {
    var path = Problems.SPEC.child("matchingPrecedence");
    if (precedence <= 0) {
      problems.invalid(path, precedence, "must be a positive value");
    }
    if (precedence > MAX_PRECEDENCE) {
      problems.invalid(path, precedence, "must not be greater than " + MAX_PRECEDENCE);
    }
    if (precedence == 1 && !name.equals("exempt")) {
      problems.invalid(
          path, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
    }
  }
}
