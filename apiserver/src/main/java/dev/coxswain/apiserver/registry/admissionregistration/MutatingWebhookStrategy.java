package dev.coxswain.apiserver.registry.admissionregistration;

import dev.coxswain.api.admissionregistration.v1.MutatingWebhookConfiguration;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Webhooks that may change objects.
public final class MutatingWebhookStrategy extends GenericStrategy<MutatingWebhookConfiguration> {

  public MutatingWebhookStrategy(ResourceType resource) {
    super(resource, ExtensionTables.MUTATING_WEBHOOKS);
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  @Override
  protected void check(
      MutatingWebhookConfiguration configuration, StrategyContext context, Problems problems) {
    WebhookValidation.check(configuration.getWebhooksList(), problems);
  }
}
