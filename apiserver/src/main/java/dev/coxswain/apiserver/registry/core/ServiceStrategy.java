package dev.coxswain.apiserver.registry.core;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.validation.NameRule;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.registry.warnings.ServiceWarnings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Services; the allocators have given them addresses and ports before they are validated.
public final class ServiceStrategy extends GenericStrategy<Service> {
  public ServiceStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected NameRule nameRule() {
    return NameRule.LABEL;
  }

  @Override
  public Service prepareForCreate(Service service, StrategyContext context) {
    return super.prepareForCreate(ServiceChanges.normalized(service), context);
  }

  /// Keeps what the client left out of the addresses and ports, and drops what the new type has no
  /// use for.
  @Override
  public Service prepareForUpdate(Service updated, Service existing, StrategyContext context) {
    var merged = super.prepareForUpdate(updated, existing, context);
    return ServiceChanges.carriedOver(merged, existing);
  }

  @Override
  protected void check(Service service, StrategyContext context, Problems problems) {
    ServiceValidation.check(service, Optional.empty(), problems);
  }

  @Override
  protected void checkUpdate(
      Service updated, Service existing, StrategyContext context, Problems problems) {
    ServiceValidation.checkChange(updated, existing, problems);
  }

  @Override
  protected void checkStatusUpdate(
      Service updated, Service existing, StrategyContext context, Problems problems) {
    LoadBalancerRules.check(updated, existing, problems);
  }

  @Override
  public List<String> warnings(Service service, Optional<Service> existing) {
    return ServiceWarnings.of(service);
  }

  @Override
  public Map<String, String> selectableFields(Service service) {
    return Map.of(
        "spec.clusterIP",
        service.getSpec().getClusterIP(),
        "spec.type",
        service.getSpec().getType());
  }

  @Override
  public List<TableColumn> columns() {
    return ServiceTable.COLUMNS;
  }

  @Override
  public List<Object> cells(Service service, Instant now) {
    return ServiceTable.cells(service, now);
  }
}
