package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.PodTemplate;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.pods.PodTemplateValidation;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Pod templates that stand for themselves.
public final class PodTemplateStrategy extends GenericStrategy<PodTemplate> {

  public PodTemplateStrategy(ResourceType resource) {
    super(resource, CoreTables.POD_TEMPLATES);
  }

  @Override
  protected void check(PodTemplate template, StrategyContext context, Problems problems) {
    PodTemplateValidation.check(template.getTemplate(), FieldPath.of("template"), problems);
  }
}
