package dev.coxswain.apiserver.registry.coordination;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.validation.Problems;

/// Leases.
public final class LeaseStrategy extends GenericStrategy<Lease> {
  private static final Table<Lease> TABLE =
      Table.of(Lease.class)
          .text("Holder", "Who has the lease.", l -> l.getSpec().getHolderIdentity())
          .age()
          .build();

  public LeaseStrategy(ResourceType resource) {
    super(resource, TABLE);
  }

  @Override
  public Lease prepareForCreate(Lease lease, StrategyContext context) {
    return super.prepareForCreate(uncoordinated(lease), context);
  }

  @Override
  public Lease prepareForUpdate(Lease updated, Lease existing, StrategyContext context) {
    var kept = existing.getSpec().hasStrategy() ? updated : uncoordinated(updated);
    return super.prepareForUpdate(kept, existing, context);
  }

  /// Nobody chooses among candidates here.
  private static Lease uncoordinated(Lease lease) {
    var changed = lease.toBuilder();
    changed.getSpecBuilder().clearStrategy().clearPreferredHolder();
    return changed.build();
  }

  @Override
  protected void check(Lease lease, StrategyContext context, Problems problems) {
    var spec = lease.getSpec();
    if (spec.hasLeaseDurationSeconds() && spec.getLeaseDurationSeconds() <= 0) {
      problems.invalid(
          Problems.SPEC.child("leaseDurationSeconds"),
          spec.getLeaseDurationSeconds(),
          "must be greater than 0");
    }
    problems.nonNegative(Problems.SPEC.child("leaseTransitions"), spec.getLeaseTransitions());
  }

  @Override
  public boolean allowCreateOnUpdate() {
    return true;
  }

  @Override
  public boolean allowUnconditionalUpdate() {
    return false;
  }
}
