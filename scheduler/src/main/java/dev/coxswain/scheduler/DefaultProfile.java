package dev.coxswain.scheduler;

import dev.coxswain.client.ApiClient;
import dev.coxswain.scheduler.binding.DefaultBinder;
import dev.coxswain.scheduler.framework.PluginSet;
import dev.coxswain.scheduler.plugins.affinity.NodeAffinity;
import dev.coxswain.scheduler.plugins.claims.DynamicResources;
import dev.coxswain.scheduler.plugins.gates.SchedulingGates;
import dev.coxswain.scheduler.plugins.node.NodeName;
import dev.coxswain.scheduler.plugins.node.NodeUnschedulable;
import dev.coxswain.scheduler.plugins.ports.NodePorts;
import dev.coxswain.scheduler.plugins.preemption.DefaultPreemption;
import dev.coxswain.scheduler.plugins.resources.NodeResourcesFit;
import dev.coxswain.scheduler.plugins.sort.PrioritySort;
import dev.coxswain.scheduler.plugins.taints.TaintToleration;

/// The plugins that are in use when nobody says otherwise: upstream's order and weights.
public final class DefaultProfile {
  public static final String NAME = "default-scheduler";

  private DefaultProfile() {}

  public static PluginSet plugins(ApiClient client) {
    return new PluginSet()
        .with(new SchedulingGates())
        .with(new PrioritySort())
        .with(new NodeUnschedulable())
        .with(new NodeName())
        .with(new TaintToleration(), 3)
        .with(new NodeAffinity(), 2)
        .with(new NodePorts())
        .with(new NodeResourcesFit())
        .with(new DynamicResources())
        .with(new DefaultPreemption())
        .with(new DefaultBinder(client));
  }
}
