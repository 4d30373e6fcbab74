package dev.coxswain.scheduler.config;

import dev.coxswain.scheduler.config.SchedulerConfiguration.Choice;
import dev.coxswain.scheduler.config.SchedulerConfiguration.Enabled;
import dev.coxswain.scheduler.config.SchedulerConfiguration.ProfileSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Which plugins are asked at an extension point, and in which order: the defaults and
/// `multiPoint`, changed by what the profile says of the point itself.
final class Enablement {
  /// What is enabled everywhere when nobody says otherwise, in upstream's order.
  private static final List<Enabled> DEFAULTS =
      List.of(
          new Enabled("SchedulingGates", 0),
          new Enabled("PrioritySort", 0),
          new Enabled("NodeUnschedulable", 0),
          new Enabled("NodeName", 0),
          new Enabled("TaintToleration", 3),
          new Enabled("NodeAffinity", 2),
          new Enabled("NodePorts", 0),
          new Enabled("NodeResourcesFit", 1),
          new Enabled("VolumeRestrictions", 0),
          new Enabled("NodeVolumeLimits", 0),
          new Enabled("VolumeBinding", 0),
          new Enabled("VolumeZone", 0),
          new Enabled("PodTopologySpread", 2),
          new Enabled("InterPodAffinity", 2),
          new Enabled("DynamicResources", 0),
          new Enabled("DefaultPreemption", 0),
          new Enabled("NodeResourcesBalancedAllocation", 1),
          new Enabled("ImageLocality", 1),
          new Enabled("DefaultBinder", 0));

  private Enablement() {}

  /// The plugins of the point; of those from `multiPoint`, only some extend it.
  static List<Enabled> of(String point, ProfileSpec profile) {
    var everywhere = merged(profile.at("multiPoint"));
    var here = profile.at(point);
    var result = new LinkedHashMap<String, Enabled>();
    // What is named twice goes where the point itself has it: first.
    here.enabled().stream()
        .filter(enabled -> named(everywhere, enabled.name()).isPresent())
        .forEach(enabled -> result.put(enabled.name(), enabled));
    everywhere.stream()
        .filter(enabled -> PluginRegistry.extendsPoint(enabled.name(), point))
        .filter(enabled -> !here.disables(enabled.name()))
        .forEach(enabled -> result.putIfAbsent(enabled.name(), enabled));
    here.enabled().forEach(enabled -> result.putIfAbsent(enabled.name(), enabled));
    return new ArrayList<>(result.values());
  }

  /// The defaults with the profile's changes: replaced in their places, or left out; what is new
  /// comes last.
  static List<Enabled> merged(Choice custom) {
    var merged = new LinkedHashMap<String, Enabled>();
    for (var plugin : DEFAULTS) {
      if (!custom.disables(plugin.name())) {
        merged.put(plugin.name(), named(custom.enabled(), plugin.name()).orElse(plugin));
      }
    }
    custom.enabled().forEach(enabled -> merged.putIfAbsent(enabled.name(), enabled));
    return new ArrayList<>(merged.values());
  }

  private static Optional<Enabled> named(List<Enabled> plugins, String name) {
    return plugins.stream().filter(plugin -> plugin.name().equals(name)).findFirst();
  }
}
