package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.ValidatingWebhookConfiguration;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Webhooks that may refuse objects.
public final class ValidatingWebhookStrategy
    extends GenericStrategy<ValidatingWebhookConfiguration> {

  public ValidatingWebhookStrategy(ResourceType resource) {
    super(resource, ExtensionTables.VALIDATING_WEBHOOKS);
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(
      ValidatingWebhookConfiguration configuration, StrategyContext context, Problems problems) {
    WebhookValidation.check(
        configuration.getWebhooksList().stream().map(WebhookValidation::of).toList(), problems);
  }
}
