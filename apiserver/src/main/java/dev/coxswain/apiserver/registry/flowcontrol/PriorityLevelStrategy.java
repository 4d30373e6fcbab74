package dev.coxswain.apiserver.registry.flowcontrol;

import dev.coxswain.api.flowcontrol.v1.LimitResponse;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfigurationSpec;
import dev.coxswain.api.flowcontrol.v1.QueuingConfiguration;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.extensions.ExtensionTables;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// How much of the server the requests of a level get.
public final class PriorityLevelStrategy extends GenericStrategy<PriorityLevelConfiguration> {
  private static final int MAX_QUEUES = 10_000_000;

  public PriorityLevelStrategy(ResourceType resource) {
    super(resource, ExtensionTables.PRIORITY_LEVELS);
  }

  @Override
  protected void check(
      PriorityLevelConfiguration level, StrategyContext context, Problems problems) {
    var spec = level.getSpec();
    var type = spec.getType();
    if (level.getMetadata().getName().equals("exempt") != type.equals("Exempt")) {
      problems.invalid(
          Problems.SPEC.child("type"),
          type,
          "type must be 'Exempt' if and only if name is 'exempt'");
    }
    switch (type) {
      case "Exempt" -> checkExempt(spec, problems);
      case "Limited" -> checkLimited(spec, problems);
      default ->
          problems.notSupported(Problems.SPEC.child("type"), type, List.of("Exempt", "Limited"));
    }
  }

  private static void checkExempt(PriorityLevelConfigurationSpec spec, Problems problems) {
    if (spec.hasLimited()) {
      problems.forbidden(Problems.SPEC.child("limited"), "must be nil if the type is not Limited");
    }
    var path = Problems.SPEC.child("exempt");
    checkShares(spec.getExempt().getNominalConcurrencyShares(), path, problems);
    checkPercent(spec.getExempt().getLendablePercent(), path, problems);
  }

  private static void checkLimited(PriorityLevelConfigurationSpec spec, Problems problems) {
    var path = Problems.SPEC.child("limited");
    if (spec.hasExempt()) {
      problems.forbidden(Problems.SPEC.child("exempt"), "must be nil if the type is Limited");
    }
    if (!spec.hasLimited()) {
      problems.required(path, "must not be empty when type is Limited");
      return;
    }
    var limited = spec.getLimited();
    checkShares(limited.getNominalConcurrencyShares(), path, problems);
    checkResponse(limited.getLimitResponse(), path.child("limitResponse"), problems);
    checkPercent(limited.getLendablePercent(), path, problems);
    if (limited.getBorrowingLimitPercent() < 0) {
      problems.invalid(
          path.child("borrowingLimitPercent"),
          limited.getBorrowingLimitPercent(),
          "if specified, must be a non-negative integer");
    }
  }

  private static void checkShares(int shares, FieldPath path, Problems problems) {
    if (shares < 0) {
      problems.invalid(
          path.child("nominalConcurrencyShares"), shares, "must be a non-negative integer");
    }
  }

  private static void checkPercent(int percent, FieldPath path, Problems problems) {
    problems.invalid(path.child("lendablePercent"), percent, Numbers.isInRange(percent, 0, 100));
  }

  private static void checkResponse(LimitResponse response, FieldPath path, Problems problems) {
    var queuing = path.child("queuing");
    switch (response.getType()) {
      case "Reject" -> {
        if (response.hasQueuing()) {
          problems.forbidden(queuing, "must be nil if limited.limitResponse.type is not Limited");
        }
      }
      case "Queue" -> {
        if (response.hasQueuing()) {
          checkQueuing(response.getQueuing(), queuing, problems);
        } else {
          problems.required(queuing, "must not be empty if limited.limitResponse.type is Limited");
        }
      }
      default ->
          problems.notSupported(path.child("type"), response.getType(), List.of("Queue", "Reject"));
    }
  }

  private static void checkQueuing(
      QueuingConfiguration queuing, FieldPath path, Problems problems) {
    checkPositive(queuing.getQueueLengthLimit(), path.child("queueLengthLimit"), problems);
    checkPositive(queuing.getQueues(), path.child("queues"), problems);
    if (queuing.getQueues() > MAX_QUEUES) {
      problems.invalid(
          path.child("queues"), queuing.getQueues(), "must not be greater than " + MAX_QUEUES);
    }
    checkPositive(queuing.getHandSize(), path.child("handSize"), problems);
    if (queuing.getHandSize() > queuing.getQueues()) {
      problems.invalid(
          path.child("handSize"),
          queuing.getHandSize(),
          "should not be greater than queues (%d)".formatted(queuing.getQueues()));
    }
  }

  private static void checkPositive(int value, FieldPath path, Problems problems) {
    if (value <= 0) {
      problems.invalid(path, value, "must be positive");
    }
  }
}
