package dev.coxswain.controllermanager;

import dev.coxswain.controllermanager.autoscaling.MetricsApi;
import dev.coxswain.controllermanager.node.NodeLifecycleController;
import dev.coxswain.controllermanager.node.PodCidrs;
import dev.coxswain.controllermanager.node.Zones;
import dev.coxswain.controllermanager.serviceaccount.AccountTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What the controllers do; upstream's names and defaults.
final class ControllerFlags {
  @Option(
      names = "--controllers",
      paramLabel = "NAMES",
      split = ",",
      defaultValue = "*",
      description = "Which controllers run: * for all, NAME, or -NAME for all but that one.")
  List<String> selection;

  @Option(
      names = "--allocate-node-cidrs",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Give each node addresses for its pods (default: ${DEFAULT-VALUE}).")
  boolean allocateNodeCidrs;

  @Option(
      names = "--cluster-cidr",
      paramLabel = "CIDR",
      defaultValue = "10.244.0.0/16",
      description = "The addresses of all pods (default: ${DEFAULT-VALUE}).")
  String clusterCidr;

  @Option(
      names = {"--node-cidr-mask-size", "--node-cidr-mask-size-ipv4"},
      paramLabel = "BITS",
      defaultValue = "24",
      description = "How large a node's part of them is (default: ${DEFAULT-VALUE}).")
  int nodeMask;

  @Option(
      names = "--service-cluster-ip-range",
      paramLabel = "CIDR",
      description = "The addresses of services; taken for compatibility, the API server decides.")
  Optional<String> serviceRange = Optional.empty();

  @Option(
      names = "--service-account-private-key-file",
      paramLabel = "FILE",
      description = "Signs the tokens in secrets; without it they stay empty.")
  Optional<Path> serviceAccountKey = Optional.empty();

  @Option(
      names = "--legacy-service-account-token-clean-up-period",
      paramLabel = "DURATION",
      defaultValue = "8760h",
      description =
          "How long a token in a secret may lie unused before it becomes invalid, and then before"
              + " it is deleted (default: ${DEFAULT-VALUE}).")
  Duration idleTokens;

  @Option(
      names = "--root-ca-file",
      paramLabel = "FILE",
      description = "The certificates, in PEM, by which pods know the API server.")
  Optional<Path> rootCa = Optional.empty();

  @Option(
      names = "--node-monitor-period",
      paramLabel = "DURATION",
      defaultValue = "5s",
      description = "How often each node is looked at (default: ${DEFAULT-VALUE}).")
  Duration nodeMonitorPeriod;

  @Option(
      names = "--node-monitor-grace-period",
      paramLabel = "DURATION",
      defaultValue = "50s",
      description = "How long a node may be silent (default: ${DEFAULT-VALUE}).")
  Duration nodeMonitorGrace;

  @Option(
      names = "--node-startup-grace-period",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description = "The same for a node that was never heard (default: ${DEFAULT-VALUE}).")
  Duration nodeStartupGrace;

  @Option(
      names = "--node-eviction-rate",
      paramLabel = "RATE",
      defaultValue = "0.1",
      description =
          "From how many nodes of a zone that are not well pods are driven away, per second"
              + " (default: ${DEFAULT-VALUE}).")
  double evictionRate;

  @Option(
      names = "--secondary-node-eviction-rate",
      paramLabel = "RATE",
      defaultValue = "0.01",
      description =
          "The same for a large zone of which many nodes are not well; in a small one it is none"
              + " (default: ${DEFAULT-VALUE}).")
  double secondaryEvictionRate;

  @Option(
      names = "--unhealthy-zone-threshold",
      paramLabel = "SHARE",
      defaultValue = "0.55",
      description = "Which share of a zone, three at least, are many (default: ${DEFAULT-VALUE}).")
  double unhealthyShare;

  @Option(
      names = "--large-cluster-size-threshold",
      paramLabel = "NODES",
      defaultValue = "50",
      description = "More nodes than this make a zone large (default: ${DEFAULT-VALUE}).")
  int largeZone;

  @Option(
      names = "--terminated-pod-gc-threshold",
      paramLabel = "N",
      defaultValue = "12500",
      description = "How many finished pods may stay; 0 for all (default: ${DEFAULT-VALUE}).")
  int finishedPods;

  @Option(
      names = "--volume-cleaner-image",
      paramLabel = "IMAGE",
      defaultValue = "busybox",
      description =
          "What the pods run that empty or delete volumes; has a shell (default:"
              + " ${DEFAULT-VALUE}).")
  String volumeCleanerImage;

  @Option(
      names = "--use-service-account-credentials",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Each controller acts as a service account of its own (default: ${DEFAULT-VALUE}).")
  boolean useAccounts;

  @Mixin ConcurrencyFlags concurrency;
  @Mixin SigningFlags signing;

  /// The options that the flags mean; files are read.
  ///
  /// @throws IllegalArgumentException if a flag makes no sense
  /// @throws IOException if a file can't be read
  ControllerOptions options() throws IOException {
    return new ControllerOptions(
        selection,
        concurrency.byController(),
        allocateNodeCidrs ? Optional.of(PodCidrs.parse(clusterCidr, nodeMask)) : Optional.empty(),
        rootCa.isPresent() ? Optional.of(Files.readString(rootCa.get())) : Optional.empty(),
        new NodeLifecycleController.Timings(
            nodeMonitorPeriod,
            nodeMonitorGrace,
            nodeStartupGrace,
            new Zones.Rates(evictionRate, secondaryEvictionRate, unhealthyShare, largeZone)),
        finishedPods,
        volumeCleanerImage,
        signing.authority(),
        signing.duration,
        MetricsApi.none(),
        serviceAccountKey.map(AccountTokens::read),
        idleTokens);
  }
}
