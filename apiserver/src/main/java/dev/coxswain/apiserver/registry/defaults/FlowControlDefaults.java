package dev.coxswain.apiserver.registry.defaults;

import dev.coxswain.api.flowcontrol.v1.ExemptPriorityLevelConfiguration;
import dev.coxswain.api.flowcontrol.v1.FlowSchemaSpec;
import dev.coxswain.api.flowcontrol.v1.LimitedPriorityLevelConfiguration;
import dev.coxswain.api.flowcontrol.v1.QueuingConfiguration;

/// Defaults of flow schemas and priority levels.
final class FlowControlDefaults {
  private FlowControlDefaults() {}

  static void register(Defaulting.Builder rules) {
    rules
        .on(FlowSchemaSpec.newBuilder(), FlowControlDefaults::schema)
        .on(ExemptPriorityLevelConfiguration.newBuilder(), FlowControlDefaults::exempt)
        .on(LimitedPriorityLevelConfiguration.newBuilder(), FlowControlDefaults::limited)
        .on(QueuingConfiguration.newBuilder(), FlowControlDefaults::queuing);
  }

  private static void schema(FlowSchemaSpec.Builder spec) {
    if (spec.getMatchingPrecedence() == 0) {
      spec.setMatchingPrecedence(1000);
    }
  }

  private static void exempt(ExemptPriorityLevelConfiguration.Builder level) {
    int shares = level.getNominalConcurrencyShares();
    int lendable = level.getLendablePercent();
    level.setNominalConcurrencyShares(shares).setLendablePercent(lendable);
  }

  private static void limited(LimitedPriorityLevelConfiguration.Builder level) {
    if (!level.hasNominalConcurrencyShares()) {
      level.setNominalConcurrencyShares(30);
    }
    int lendable = level.getLendablePercent();
    level.setLendablePercent(lendable);
  }

  private static void queuing(QueuingConfiguration.Builder queuing) {
    if (queuing.getQueues() == 0) {
      queuing.setQueues(64);
    }
    if (queuing.getHandSize() == 0) {
      queuing.setHandSize(8);
    }
    if (queuing.getQueueLengthLimit() == 0) {
      queuing.setQueueLengthLimit(50);
    }
  }
}
