package dev.coxswain.apiserver.registry.scheduling;

import dev.coxswain.api.scheduling.v1.PriorityClass;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.Table;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;
import java.util.Map;

/// Priority classes; those of the system come with the server and are the only ones of such names.
public final class PriorityClassStrategy extends GenericStrategy<PriorityClass> {
  private static final int HIGHEST = 1_000_000_000;
  private static final List<String> PREEMPTION = List.of("Never", "PreemptLowerPriority");
  private static final Map<String, Integer> SYSTEM =
      Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);
  private static final Table<PriorityClass> TABLE =
      Table.of(PriorityClass.class)
          .number("Value", "The priority of pods of the class.", p -> (long) p.getValue())
          .flag(
              "Global-Default",
              "Whether pods without a class get this one.",
              PriorityClass::getGlobalDefault)
          .age()
          .text(
              "PreemptionPolicy",
              "Whether such pods may push others out.",
              PriorityClass::getPreemptionPolicy)
          .build();

  public PriorityClassStrategy(ResourceType resource) {
    super(resource, TABLE);
  }

  @Override
  protected void check(PriorityClass priority, StrategyContext context, Problems problems) {
    var name = priority.getMetadata().getName();
    if (name.startsWith("system-")) {
      checkSystem(priority, name, problems);
    } else if (priority.getValue() > HIGHEST) {
      problems.forbidden(
          FieldPath.of("value"), "maximum allowed value of a user defined priority is " + HIGHEST);
    }
    if (priority.hasPreemptionPolicy()) {
      problems.oneOf(FieldPath.of("preemptionPolicy"), priority.getPreemptionPolicy(), PREEMPTION);
    }
  }

  /// Nothing of a class that counts may change, so its generation stays.
  @Override
  public PriorityClass prepareForUpdate(
      PriorityClass updated, PriorityClass existing, StrategyContext context) {
    long generation = existing.getMetadata().getGeneration();
    return Metadata.edit(updated, m -> m.setGeneration(generation));
  }

  @Override
  protected void checkUpdate(
      PriorityClass updated, PriorityClass existing, StrategyContext context, Problems problems) {
    if (updated.getValue() != existing.getValue()) {
      problems.forbidden(FieldPath.of("value"), "may not be changed in an update.");
    }
    problems.unchanged(
        FieldPath.of("preemptionPolicy"),
        updated.getPreemptionPolicy(),
        existing.getPreemptionPolicy());
  }

  private static void checkSystem(PriorityClass priority, String name, Problems problems) {
    var known = SYSTEM.get(name);
    String reason = null;
    if (known == null) {
      reason = name + " is not a known system priority class";
    } else if (known != priority.getValue()) {
      reason = "value of %s PriorityClass must be %d".formatted(name, known);
    } else if (priority.getGlobalDefault()) {
      reason = "globalDefault of %s PriorityClass must be false".formatted(name);
    }
    if (reason != null) {
      problems.forbidden(
          Problems.METADATA.child("name"),
          "priority class names with 'system-' prefix are reserved for system use only. error: "
              + reason);
    }
  }
}
