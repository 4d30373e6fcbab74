package dev.coxswain.scheduler.config;

import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import java.util.HashSet;
import java.util.List;

/// What is wrong with `defaultConstraints`, in upstream's words.
final class DefaultConstraintChecks {
  private static final String LIST = "defaultConstraints";
  private static final List<String> ACTIONS = List.of("DoNotSchedule", "ScheduleAnyway");

  private DefaultConstraintChecks() {}

  static void check(Fields args, List<TopologySpreadConstraint> constraints) {
    var seen = new HashSet<String>();
    for (int i = 0; i < constraints.size(); i++) {
      var constraint = constraints.get(i);
      var here = LIST + "[" + i + "]";
      checkOne(args, here, constraint);
      var what = "{" + constraint.getTopologyKey() + ", " + constraint.getWhenUnsatisfiable() + "}";
      if (!seen.add(what)) {
        throw new BadConfiguration(args.at(here) + ": Duplicate value: \"" + what + "\"");
      }
    }
  }

  private static void checkOne(Fields args, String here, TopologySpreadConstraint constraint) {
    if (constraint.getMaxSkew() <= 0) {
      throw Arguments.invalid(
          args, here + ".maxSkew", constraint.getMaxSkew(), "not in valid range (0, inf)");
    }
    if (constraint.getTopologyKey().isEmpty()) {
      throw required(args, here + ".topologyKey");
    }
    var action = constraint.getWhenUnsatisfiable();
    if (action.isEmpty()) {
      throw required(args, here + ".whenUnsatisfiable");
    }
    if (!ACTIONS.contains(action)) {
      throw Arguments.unsupported(args, here + ".whenUnsatisfiable", action, ACTIONS);
    }
    if (constraint.hasLabelSelector()) {
      throw new BadConfiguration(
          args.at(here)
              + ".labelSelector: Forbidden: constraint must not define a selector, as they deduced"
              + " for each pod");
    }
  }

  private static BadConfiguration required(Fields args, String field) {
    return new BadConfiguration(args.at(field) + ": Required value: can not be empty");
  }
}
