package dev.coxswain.apiserver.registry.extensions;

import dev.coxswain.api.apiregistration.v1.APIService;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// API services; each is named for what it serves, `v1.` in the core group and `v1.apps` elsewhere.
public final class ApiServiceStrategy extends GenericStrategy<APIService> {

  public ApiServiceStrategy(ResourceType resource) {
    super(resource, ExtensionTables.API_SERVICES);
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }

  /// What this server serves itself is there from the beginning.
  @Override
  public APIService prepareForCreate(APIService service, StrategyContext context) {
    var fresh = super.prepareForCreate(service, context);
    if (fresh.getSpec().hasService()) {
      return fresh;
    }
    var local = fresh.toBuilder();
    local
        .getStatusBuilder()
        .addConditionsBuilder()
        .setType("Available")
        .setStatus("True")
        .setLastTransitionTime(Times.of(context.now()))
        .setReason("Local")
        .setMessage("Local APIServices are always available");
    return local.build();
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.PATH_SEGMENT;
  }

  @Override
  protected void check(APIService service, StrategyContext context, Problems problems) {
    var name = service.getMetadata().getName();
    var wanted = service.getSpec().getVersion() + "." + service.getSpec().getGroup();
    if (!name.equals(wanted)) {
      problems.invalid(
          Problems.METADATA.child("name"),
          name,
          List.of("must be `spec.version+\".\"+spec.group`: \"" + wanted + "\""));
    }
  }
}
