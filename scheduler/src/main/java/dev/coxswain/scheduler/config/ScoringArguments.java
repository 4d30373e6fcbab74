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
import java.util.List;
import java.util.Set;

/// The arguments of the plugins that look at resources.
final class ScoringArguments {
  private ScoringArguments() {}

  static Plugin fit(Fields args) {
    var ignored =
        new Ignored(
            Set.copyOf(args.texts("ignoredResources")),
            Set.copyOf(args.texts("ignoredResourceGroups")));
    return new NodeResourcesFit(strategy(args.object("scoringStrategy")), ignored);
  }

  static Plugin balanced(Fields args) {
    return new NodeResourcesBalancedAllocation(resources(args));
  }

  private static ScoringStrategy strategy(Fields fields) {
    var type = fields.text("type").orElse("LeastAllocated");
    var resources = resources(fields);
    var ratio = fields.object("requestedToCapacityRatio");
    var shape = shape(ratio);
    ratio.done();
    fields.done();
    return switch (type) {
      case "LeastAllocated" -> new LeastAllocated(resources);
      case "MostAllocated" -> new MostAllocated(resources);
      case "RequestedToCapacityRatio" ->
          new RequestedToCapacityRatio(resources, checked(ratio, shape));
      default ->
          throw Arguments.invalid(
              fields,
              "type",
              type,
              "must be one of \"LeastAllocated\", \"MostAllocated\", \"RequestedToCapacityRatio\"");
    };
  }

  private static List<ResourceWeight> resources(Fields fields) {
    var resources = new ArrayList<ResourceWeight>();
    for (var resource : fields.objects("resources")) {
      int weight = resource.integer("weight").orElse(1);
      if (weight < 1 || weight > 100) {
        throw Arguments.invalid(
            resource, "weight", weight, "resource weight must be in the range [1, 100]");
      }
      resources.add(new ResourceWeight(resource.text("name").orElse(""), weight));
      resource.done();
    }
    return resources.isEmpty() ? ResourceWeight.CPU_AND_MEMORY : resources;
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
    for (int i = 0; i < shape.size(); i++) {
      var point = shape.get(i);
      var path = "shape[" + i + "]";
      if (point.utilization() < 0 || point.utilization() > 100) {
        throw Arguments.invalid(
            ratio, path + ".utilization", point.utilization(), "not in valid range [0-100]");
      }
      if (point.score() < 0 || point.score() > 10) {
        throw Arguments.invalid(ratio, path + ".score", point.score(), "not in valid range [0-10]");
      }
      if (i > 0 && shape.get(i - 1).utilization() >= point.utilization()) {
        throw Arguments.invalid(
            ratio,
            path + ".utilization",
            point.utilization(),
            "utilization values must be sorted in increasing order");
      }
    }
    return shape;
  }
}
