package dev.coxswain.cloudcontrollermanager;

import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import dev.coxswain.cloudcontrollermanager.node.CloudNodeController;
import dev.coxswain.cloudcontrollermanager.node.CloudNodeLifecycleController;
import dev.coxswain.cloudcontrollermanager.provider.CloudProvider;
import dev.coxswain.cloudcontrollermanager.route.RouteController;
import dev.coxswain.cloudcontrollermanager.service.ServiceController;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Builds the controllers of a cloud, those that every cloud has and the provider's own.
final class CloudControllers {
  private static final String NODE = "cloud-node-controller";
  private static final String LIFECYCLE = "cloud-node-lifecycle-controller";
  private static final String SERVICE = "service-lb-controller";
  private static final String ROUTE = "node-route-controller";

  // Upstream's older names.
  private static final Map<String, String> ALIASES =
      Map.of(
          "cloud-node", NODE,
          "cloud-node-lifecycle", LIFECYCLE,
          "service", SERVICE,
          "route", ROUTE);

  private CloudControllers() {}

  /// What the operator decides.
  ///
  /// @param selection names as in `--controllers`
  /// @param nodeMonitorPeriod how often nodes that are not ready are looked at
  /// @param nodeStatusPeriod how often addresses are
  /// @param routePeriod how often routes are
  /// @param clusterCidrs the addresses of pods that get routes; empty for no routes
  record Options(
      List<String> selection,
      int nodeWorkers,
      int serviceWorkers,
      Duration nodeMonitorPeriod,
      Duration nodeStatusPeriod,
      Duration routePeriod,
      List<Cidr> clusterCidrs) {
    Options {
      selection = selection.stream().map(Options::canonical).toList();
      clusterCidrs = List.copyOf(clusterCidrs);
    }

    private static String canonical(String item) {
      boolean without = item.startsWith("-");
      var name = without ? item.substring(1) : item;
      var full = ALIASES.getOrDefault(name, name);
      if (!full.equals("*") && !ALIASES.containsValue(full)) {
        throw new IllegalArgumentException(
            "\"%s\" is not in the list of known controllers".formatted(item));
      }
      return without ? "-" + full : full;
    }

    boolean isEnabled(String controller) {
      return selection.contains(controller)
          || (selection.contains("*") && !selection.contains("-" + controller));
    }
  }

  /// The controllers, with their informers registered.
  static List<Controller> create(
      ControllerContext context, CloudProvider provider, Options options) {
    var all = new ArrayList<Controller>();
    if (options.isEnabled(NODE)) {
      all.add(
          CloudNodeController.create(
              context, provider.instances(), options.nodeStatusPeriod(), options.nodeWorkers()));
    }
    if (options.isEnabled(LIFECYCLE)) {
      all.add(
          CloudNodeLifecycleController.create(
              context, provider.instances(), options.nodeMonitorPeriod()));
    }
    if (options.isEnabled(SERVICE) && provider.loadBalancers().isPresent()) {
      all.addAll(
          ServiceController.create(
              context, provider.loadBalancers().get(), options.serviceWorkers()));
    }
    if (options.isEnabled(ROUTE)
        && provider.routes().isPresent()
        && !options.clusterCidrs().isEmpty()) {
      all.add(
          RouteController.create(
              context, provider.routes().get(), options.clusterCidrs(), options.routePeriod()));
    }
    all.addAll(provider.controllers());
    return List.copyOf(all);
  }
}
