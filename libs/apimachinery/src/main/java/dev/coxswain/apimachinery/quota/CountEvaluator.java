package dev.coxswain.apimachinery.quota;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.apimachinery.quantity.Amount;
import java.time.Instant;
import java.util.Set;

/// Objects that count as one each; no scope holds any.
record CountEvaluator(String groupResource) implements QuotaEvaluator {
  /// Those that quotas may also name without `count/`.
  private static final Set<String> SHORT =
      Set.of("configmaps", "resourcequotas", "replicationcontrollers", "secrets");

  @Override
  public boolean concerns(String name) {
    return name.equals(COUNT + groupResource)
        || (SHORT.contains(groupResource) && name.equals(groupResource));
  }

  @Override
  public ResourceAmounts usage(Message object, Instant now) {
    var one = ResourceAmounts.of(COUNT + groupResource, Amount.ofUnits(1));
    return SHORT.contains(groupResource) ? one.with(groupResource, Amount.ofUnits(1)) : one;
  }

  @Override
  public boolean isIn(ScopedResourceSelectorRequirement scope, Message object) {
    return false;
  }
}
