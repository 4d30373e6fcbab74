package dev.coxswain.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.TopologySpreadConstraint;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.scheduler.framework.Plugin;
import dev.coxswain.scheduler.plugins.affinity.NodeAffinity;
import dev.coxswain.scheduler.plugins.claims.DynamicResources;
import dev.coxswain.scheduler.plugins.interpod.InterPodAffinity;
import dev.coxswain.scheduler.plugins.preemption.DefaultPreemption;
import dev.coxswain.scheduler.plugins.preemption.DefaultPreemption.Breadth;
import dev.coxswain.scheduler.plugins.spread.DefaultConstraints;
import dev.coxswain.scheduler.plugins.spread.PodTopologySpread;
import dev.coxswain.scheduler.plugins.volumes.VolumeBinder;
import dev.coxswain.scheduler.plugins.volumes.VolumeBinding;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// The arguments of plugins.
final class Arguments {
  private static final String LIST = "List";

  private Arguments() {}

  static Plugin nodeAffinity(Fields args) {
    return args.any("addedAffinity")
        .map(tree ->
            new NodeAffinity(
                decode(
                        args.at("addedAffinity"),
                        tree,
                        dev.coxswain.api.core.v1.NodeAffinity.newBuilder())
                    .build()))
        .orElseGet(NodeAffinity::new);
  }

  static Plugin interPodAffinity(Surroundings surroundings, Fields args) {
    int weight = args.integer("hardPodAffinityWeight").orElse(InterPodAffinity.DEFAULT_HARD_WEIGHT);
    if (weight < 0 || weight > 100) {
      throw invalid(args, "hardPodAffinityWeight", weight, "not in valid range [0, 100]");
    }
    return new InterPodAffinity(
        surroundings.namespaces(),
        weight,
        args.bool("ignorePreferredTermsOfExistingPods").orElse(false));
  }

  static Plugin podTopologySpread(Surroundings surroundings, Fields args) {
    var type = args.text("defaultingType").orElse("System");
    var own =
        args.any("defaultConstraints")
            .map(tree -> constraints(args.at("defaultConstraints"), tree))
            .orElse(List.of());
    boolean bySystem = type.equals("System");
    if (!bySystem && !type.equals(LIST)) {
      throw unsupported(args, "defaultingType", type, List.of("System", LIST));
    }
    if (bySystem && !own.isEmpty()) {
      throw invalid(args, "defaultingType", type, "when .defaultConstraints are not empty");
    }
    DefaultConstraintChecks.check(args, own);
    return new PodTopologySpread(
        new DefaultConstraints(
            bySystem ? DefaultConstraints.SYSTEM : own, bySystem, surroundings.workloads()));
  }

  static Plugin volumeBinding(Surroundings surroundings, Fields args) {
    long seconds =
        args.integer("bindTimeoutSeconds")
            .map(Integer::longValue)
            .orElse(VolumeBinder.DEFAULT_TIMEOUT.toSeconds());
    if (seconds < 0) {
      throw invalid(
          args,
          "bindTimeoutSeconds",
          seconds,
          "invalid BindTimeoutSeconds, should not be a negative value");
    }
    if (args.any("shape").isPresent()) {
      throw new BadConfiguration(
          args.at("shape")
              + ": Invalid value: "
              + args.any("shape").get()
              + ": unexpected field `shape`, remove it or turn on the feature gate"
              + " StorageCapacityScoring");
    }
    return new VolumeBinding(
        surroundings.storage(),
        new VolumeBinder(
            surroundings.client(),
            surroundings.informers().informer(PersistentVolumeClaim.class),
            Duration.ofSeconds(seconds)));
  }

  static Plugin dynamicResources(Fields args) {
    args.ignoring("filterTimeout", "bindingTimeout");
    return new DynamicResources();
  }

  static Plugin defaultPreemption(Surroundings surroundings, Fields args) {
    int percent = args.integer("minCandidateNodesPercentage").orElse(Breadth.DEFAULT.percent());
    int number = args.integer("minCandidateNodesAbsolute").orElse(Breadth.DEFAULT.atLeast());
    if (percent < 0 || percent > 100) {
      throw invalid(args, "minCandidateNodesPercentage", percent, "not in valid range [0, 100]");
    }
    if (number < 0) {
      throw invalid(args, "minCandidateNodesAbsolute", number, "not in valid range [0, inf)");
    }
    if (percent == 0 && number == 0) {
      throw new BadConfiguration(
          args.at("minCandidateNodesPercentage")
              + ": Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute");
    }
    return new DefaultPreemption(
        surroundings.budgets(),
        surroundings.nominations(),
        new Breadth(percent, number),
        surroundings.random());
  }

  static BadConfiguration unsupported(
      Fields args, String name, String value, List<String> supported) {
    var quoted = supported.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(", "));
    return new BadConfiguration(
        args.at(name) + ": Unsupported value: \"" + value + "\": supported values: " + quoted);
  }

  static BadConfiguration invalid(Fields args, String name, Object value, String why) {
    var shown = value instanceof String text ? "\"" + text + "\"" : value;
    return new BadConfiguration(args.at(name) + ": Invalid value: " + shown + ": " + why);
  }

  /// A list has no message of its own; that of a pod's constraints does.
  private static List<TopologySpreadConstraint> constraints(String path, JsonNode list) {
    var spec = JsonNodeFactory.instance.objectNode();
    spec.set("topologySpreadConstraints", list);
    return decode(path, spec, PodSpec.newBuilder()).getTopologySpreadConstraintsList();
  }

  private static <B extends Message.Builder> B decode(String path, JsonNode tree, B builder) {
    try {
      JsonCodec.merge(tree, builder);
      return builder;
    } catch (DecodeException e) {
      throw new BadConfiguration("cannot read " + path + ": " + e.getMessage());
    }
  }
}
