package dev.coxswain.cloudcontrollermanager;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apimachinery.validation.Addresses;
import dev.coxswain.apimachinery.validation.Addresses.Cidr;
import dev.coxswain.cloudcontrollermanager.vm.VmProvider;
import dev.coxswain.component.program.Configz;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the cloud's controllers do; upstream's names and defaults.
final class CloudFlags {
  private static final int MOST_CIDRS = 2;
  private static final String GROUP = "cloudcontrollermanager.config.k8s.io";

  @Option(
      names = "--cloud-provider",
      paramLabel = "NAME",
      required = true,
      description = "What the machines run on: vm, plain machines in one network segment.")
  String provider;

  @Option(
      names = "--cloud-config",
      paramLabel = "FILE",
      description = "What the provider wants to know; for vm the machines and the addresses.")
  Optional<Path> configuration = Optional.empty();

  @Option(
      names = "--controllers",
      paramLabel = "NAMES",
      split = ",",
      defaultValue = "*",
      description = "Which controllers run: * for all, NAME, or -NAME for all but that one.")
  List<String> selection;

  @Option(
      names = "--concurrent-node-syncs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many nodes are worked on at once (default: ${DEFAULT-VALUE}).")
  int nodeWorkers;

  @Option(
      names = "--concurrent-service-syncs",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many services are worked on at once (default: ${DEFAULT-VALUE}).")
  int serviceWorkers;

  @Option(
      names = "--node-monitor-period",
      paramLabel = "DURATION",
      defaultValue = "5s",
      description =
          "How often the cloud is asked for machines whose nodes are not ready (default:"
              + " ${DEFAULT-VALUE}).")
  Duration nodeMonitorPeriod;

  @Option(
      names = "--node-status-update-frequency",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "How often the cloud is asked for a node's addresses (default: ${DEFAULT-VALUE}).")
  Duration nodeStatusPeriod;

  @Option(
      names = "--route-reconciliation-period",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How often all routes are looked at (default: ${DEFAULT-VALUE}).")
  Duration routePeriod;

  @Option(
      names = "--configure-cloud-routes",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description = "Make routes to pods, given --allocate-node-cidrs (default: ${DEFAULT-VALUE}).")
  boolean configureRoutes;

  @Option(
      names = "--allocate-node-cidrs",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Nodes get addresses for pods, from the controller manager (default: ${DEFAULT-VALUE}).")
  boolean allocateNodeCidrs;

  @Option(
      names = "--cluster-cidr",
      paramLabel = "CIDR",
      split = ",",
      description = "The addresses of all pods; needed for routes.")
  List<String> clusterCidrs = List.of();

  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      defaultValue = "kubernetes",
      description = "Taken for compatibility; plain machines have no use for it.")
  String clusterName;

  /// The options that the flags mean.
  ///
  /// @throws IllegalArgumentException if a flag makes no sense
  CloudControllers.Options options() {
    if (!provider.equals(VmProvider.NAME)) {
      throw new IllegalArgumentException("unknown cloud provider \"" + provider + "\"");
    }
    boolean routes = configureRoutes && allocateNodeCidrs;
    return new CloudControllers.Options(
        selection,
        nodeWorkers,
        serviceWorkers,
        nodeMonitorPeriod,
        nodeStatusPeriod,
        routePeriod,
        routes ? parsedCidrs() : List.of());
  }

  /// What the flags say, as a `CloudControllerManagerConfiguration`.
  ///
  /// @param generic what every program of controllers is told
  Configz configz(ObjectNode generic) {
    var document = Configz.document("CloudControllerManagerConfiguration", GROUP + "/v1alpha1");
    document.set("Generic", generic);
    var shared = document.putObject("KubeCloudShared");
    shared
        .putObject("CloudProvider")
        .put("Name", provider)
        .put("CloudConfigFile", configuration.map(Path::toString).orElse(""));
    shared
        .put("RouteReconciliationPeriod", Times.formatGoDuration(routePeriod))
        .put("NodeMonitorPeriod", Times.formatGoDuration(nodeMonitorPeriod))
        .put("ClusterName", clusterName)
        .put("ClusterCIDR", String.join(",", clusterCidrs))
        .put("AllocateNodeCIDRs", allocateNodeCidrs)
        .put("ConfigureCloudRoutes", configureRoutes);
    document.putObject("NodeController").put("ConcurrentNodeSyncs", nodeWorkers);
    document.putObject("ServiceController").put("ConcurrentServiceSyncs", serviceWorkers);
    document.put("NodeStatusUpdateFrequency", Times.formatGoDuration(nodeStatusPeriod));
    return new Configz(GROUP, document);
  }

  private List<Cidr> parsedCidrs() {
    var cidrs =
        clusterCidrs.stream()
            .map(text ->
                Addresses.parseCidr(text)
                    .orElseThrow(() ->
                        new IllegalArgumentException(
                            "--cluster-cidr: invalid CIDR address: " + text)))
            .toList();
    long v4 = cidrs.stream().filter(c -> c.address() instanceof Inet4Address).count();
    if (cidrs.isEmpty()) {
      throw new IllegalArgumentException("--cluster-cidr is needed to configure routes");
    }
    if (cidrs.size() > MOST_CIDRS) {
      throw new IllegalArgumentException(
          "--cluster-cidr wants at most %d ranges, got %d".formatted(MOST_CIDRS, cidrs.size()));
    }
    if (cidrs.size() == MOST_CIDRS && v4 != 1) {
      throw new IllegalArgumentException("--cluster-cidr wants at most one range of each family");
    }
    return cidrs;
  }
}
