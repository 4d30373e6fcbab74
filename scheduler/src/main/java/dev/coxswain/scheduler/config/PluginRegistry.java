package dev.coxswain.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.scheduler.binding.DefaultBinder;
import dev.coxswain.scheduler.config.SchedulerConfiguration.ProfileSpec;
import dev.coxswain.scheduler.framework.Plugin;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.plugins.affinity.NodeAffinity;
import dev.coxswain.scheduler.plugins.claims.DynamicResources;
import dev.coxswain.scheduler.plugins.gates.SchedulingGates;
import dev.coxswain.scheduler.plugins.images.ImageLocality;
import dev.coxswain.scheduler.plugins.interpod.InterPodAffinity;
import dev.coxswain.scheduler.plugins.node.NodeName;
import dev.coxswain.scheduler.plugins.node.NodeUnschedulable;
import dev.coxswain.scheduler.plugins.ports.NodePorts;
import dev.coxswain.scheduler.plugins.preemption.DefaultPreemption;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesBalancedAllocation;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit;
import dev.coxswain.scheduler.plugins.sort.PrioritySort;
import dev.coxswain.scheduler.plugins.spread.PodTopologySpread;
import dev.coxswain.scheduler.plugins.taints.TaintToleration;
import dev.coxswain.scheduler.plugins.volumes.NodeVolumeLimits;
import dev.coxswain.scheduler.plugins.volumes.VolumeBinding;
import dev.coxswain.scheduler.plugins.volumes.VolumeRestrictions;
import dev.coxswain.scheduler.plugins.volumes.VolumeZone;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/// All plugins there are, by name, and how they are made from their arguments.
public final class PluginRegistry {
  private record Entry(
      Class<? extends Plugin> type, BiFunction<Surroundings, Fields, Plugin> factory) {}

  private static final Map<String, Entry> ENTRIES = entries();

  static final Set<String> NAMES = ENTRIES.keySet();

  private PluginRegistry() {}

  /// The plugins of a profile.
  ///
  /// @throws BadConfiguration if the arguments of a plugin make no sense
  public static PluginSet plugins(ProfileSpec profile, Surroundings surroundings) {
    var made = new LinkedHashMap<String, Plugin>();
    profile.arguments().keySet().forEach(name -> made.put(name, make(name, profile, surroundings)));
    var plugins = new PluginSet.Builder();
    PluginSet.POINTS.forEach((point, type) -> {
      for (var enabled : Enablement.of(point, profile)) {
        var plugin =
            made.computeIfAbsent(enabled.name(), name -> make(name, profile, surroundings));
        plugins.at(type, plugin, enabled.weight() == 0 ? 1 : enabled.weight());
      }
    });
    return plugins.build();
  }

  static boolean extendsPoint(String plugin, String point) {
    var entry = ENTRIES.get(plugin);
    return entry != null && PluginSet.POINTS.get(point).isAssignableFrom(entry.type());
  }

  private static Plugin make(String name, ProfileSpec profile, Surroundings surroundings) {
    JsonNode arguments =
        profile.arguments().getOrDefault(name, JsonNodeFactory.instance.objectNode());
    int index = List.copyOf(profile.arguments().keySet()).indexOf(name);
    var fields = Fields.of(profile.path() + ".pluginConfig[" + index + "].args", arguments);
    fields.ignoring("apiVersion", "kind");
    var plugin = ENTRIES.get(name).factory().apply(surroundings, fields);
    fields.done();
    return plugin;
  }

  private static Map<String, Entry> entries() {
    var entries = new LinkedHashMap<String, Entry>();
    entries.put(
        "SchedulingGates", new Entry(SchedulingGates.class, (_, _) -> new SchedulingGates()));
    entries.put("PrioritySort", new Entry(PrioritySort.class, (_, _) -> new PrioritySort()));
    entries.put(
        "NodeUnschedulable", new Entry(NodeUnschedulable.class, (_, _) -> new NodeUnschedulable()));
    entries.put("NodeName", new Entry(NodeName.class, (_, _) -> new NodeName()));
    entries.put(
        "TaintToleration", new Entry(TaintToleration.class, (_, _) -> new TaintToleration()));
    entries.put(
        "NodeAffinity", new Entry(NodeAffinity.class, (_, args) -> Arguments.nodeAffinity(args)));
    entries.put("NodePorts", new Entry(NodePorts.class, (_, _) -> new NodePorts()));
    entries.put(
        "NodeResourcesFit",
        new Entry(NodeResourcesFit.class, (_, args) -> ScoringArguments.fit(args)));
    entries.put(
        "NodeResourcesBalancedAllocation",
        new Entry(
            NodeResourcesBalancedAllocation.class, (_, args) -> ScoringArguments.balanced(args)));
    entries.put("ImageLocality", new Entry(ImageLocality.class, (_, _) -> new ImageLocality()));
    entries.put("InterPodAffinity", new Entry(InterPodAffinity.class, Arguments::interPodAffinity));
    entries.put(
        "PodTopologySpread", new Entry(PodTopologySpread.class, Arguments::podTopologySpread));
    entries.put(
        "VolumeRestrictions",
        new Entry(VolumeRestrictions.class, (s, _) -> new VolumeRestrictions(s.storage())));
    entries.put("VolumeZone", new Entry(VolumeZone.class, (s, _) -> new VolumeZone(s.storage())));
    entries.put(
        "NodeVolumeLimits",
        new Entry(NodeVolumeLimits.class, (s, _) -> new NodeVolumeLimits(s.storage())));
    entries.put("VolumeBinding", new Entry(VolumeBinding.class, Arguments::volumeBinding));
    entries.put(
        "DynamicResources",
        new Entry(DynamicResources.class, (_, args) -> Arguments.dynamicResources(args)));
    entries.put(
        "DefaultPreemption", new Entry(DefaultPreemption.class, Arguments::defaultPreemption));
    entries.put(
        "DefaultBinder", new Entry(DefaultBinder.class, (s, _) -> new DefaultBinder(s.client())));
    return entries;
  }
}
