package dev.coxswain.scheduler.config;

import dev.coxswain.scheduler.framework.Plugin;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesBalancedAllocation;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit.Ignored;
import dev.coxswain.scheduler.plugins.resources.ResourceWeight;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.LeastAllocated;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.MostAllocated;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.Point;
import dev.coxswain.scheduler.plugins.resources.ScoringStrategy.RequestedToCapacityRatio;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The arguments of the plugins that look at resources.
final class ScoringArguments {
  private static final String BY_RATIO = "RequestedToCapacityRatio";
  private static final List<String> TYPES = List.of("LeastAllocated", "MostAllocated", BY_RATIO);

  private ScoringArguments() {}

  static Plugin fit(Fields args) {
    var ignored =
        new Ignored(
            Set.copyOf(args.texts("ignoredResources")),
            Set.copyOf(args.texts("ignoredResourceGroups")));
    return new NodeResourcesFit(strategy(args.object("scoringStrategy")), ignored);
  }

  static Plugin balanced(Fields args) {
    var resources = resources(args);
    var names = new HashSet<String>();
    for (int i = 0; i < resources.size(); i++) {
      var here = args.at("resources[" + i + "]");
      var resource = resources.get(i);
      if (!names.add(resource.name())) {
        throw new BadConfiguration(here + ".name: Duplicate value: \"" + resource.name() + "\"");
      }
      if (resource.weight() != 1) {
        throw Arguments.invalid(
            args, "resources[" + i + "].weight", resource.weight(), "must be 1");
      }
    }
    return new NodeResourcesBalancedAllocation(resources);
  }

  private static ScoringStrategy strategy(Fields fields) {
    var type = fields.text("type").orElse("LeastAllocated");
    if (!TYPES.contains(type)) {
      throw Arguments.unsupported(fields, "type", type, TYPES);
    }
    var resources = weighted(fields);
    var shape = shape(fields, type.equals(BY_RATIO));
    fields.done();
    return switch (type) {
      case "LeastAllocated" -> new LeastAllocated(resources);
      case "MostAllocated" -> new MostAllocated(resources);
      default -> new RequestedToCapacityRatio(resources, shape);
    };
  }

  /// Resources whose weights are in range.
  private static List<ResourceWeight> weighted(Fields fields) {
    var resources = resources(fields);
    for (int i = 0; i < resources.size(); i++) {
      var resource = resources.get(i);
      if (resource.weight() < 1 || resource.weight() > 100) {
        throw Arguments.invalid(
            fields,
            "resources[" + i + "].weight",
            resource.weight(),
            "resource weight of " + resource.name() + " not in valid range (0, 100]");
      }
    }
    return resources;
  }

  private static List<ResourceWeight> resources(Fields fields) {
    var resources = new ArrayList<ResourceWeight>();
    for (var resource : fields.objects("resources")) {
      // As upstream's defaults do: 0 is nothing said.
      int weight = resource.integer("weight").filter(w -> w != 0).orElse(1);
      resources.add(new ResourceWeight(resource.text("name").orElse(""), weight));
      resource.done();
    }
    return resources.isEmpty() ? ResourceWeight.CPU_AND_MEMORY : resources;
  }

  private static List<Point> shape(Fields strategy, boolean wanted) {
    var name = "requestedToCapacityRatio";
    if (wanted != strategy.any(name).isPresent()) {
      throw new BadConfiguration(
          strategy.at(name)
              + (wanted
                  ? ": Required value: must be specified when type is RequestedToCapacityRatio"
                  : ": Forbidden: must be nil when type is not RequestedToCapacityRatio"));
    }
    if (!wanted) {
      return List.of();
    }
    var ratio = strategy.object(name);
    var shape = shape(ratio);
    ratio.done();
    return checked(ratio, shape);
  }

  private static List<Point> shape(Fields ratio) {
    var shape = new ArrayList<Point>();
    for (var point : ratio.objects("shape")) {
      shape.add(
          new Point(point.integer("utilization").orElse(0), point.integer("score").orElse(0)));
      point.done();
    }
    return shape;
  }

  private static List<Point> checked(Fields ratio, List<Point> shape) {
    if (shape.isEmpty()) {
      throw new BadConfiguration(
          ratio.at("shape") + ": Required value: at least one point must be specified");
    }
    for (int i = 1; i < shape.size(); i++) {
      if (shape.get(i - 1).utilization() >= shape.get(i).utilization()) {
        throw Arguments.invalid(
            ratio,
            "shape[" + i + "].utilization",
            shape.get(i).utilization(),
            "values must be sorted in increasing order");
      }
    }
    for (int i = 0; i < shape.size(); i++) {
      var point = shape.get(i);
      var path = "shape[" + i + "]";
      if (point.utilization() < 0 || point.utilization() > 100) {
        throw Arguments.invalid(
            ratio, path + ".utilization", point.utilization(), "not in valid range [0, 100]");
      }
      if (point.score() < 0 || point.score() > 10) {
        throw Arguments.invalid(
            ratio, path + ".score", point.score(), "not in valid range [0, 10]");
      }
    }
    return shape;
  }
}
