package dev.coxswain.controllermanager;

import java.util.Map;
import picocli.CommandLine.Option;

/// How many objects each controller works on at a time; upstream's names and defaults.
final class ConcurrencyFlags {
  @Option(
      names = "--concurrent-deployment-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Deployments at a time (default: ${DEFAULT-VALUE}).")
  int deployments;

  @Option(
      names = "--concurrent-replicaset-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Replica sets at a time (default: ${DEFAULT-VALUE}).")
  int replicaSets;

  @Option(
      names = "--concurrent-rc-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Replication controllers at a time (default: ${DEFAULT-VALUE}).")
  int replicationControllers;

  @Option(
      names = "--concurrent-service-endpoint-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Services at a time, for endpoint slices (default: ${DEFAULT-VALUE}).")
  int endpointSlices;

  @Option(
      names = "--concurrent-endpoint-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Services at a time, for endpoints (default: ${DEFAULT-VALUE}).")
  int endpoints;

  @Option(
      names = "--concurrent-namespace-syncs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Namespaces at a time (default: ${DEFAULT-VALUE}).")
  int namespaces;

  @Option(
      names = "--concurrent-gc-syncs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Objects at a time, for garbage collection (default: ${DEFAULT-VALUE}).")
  int garbage;

  Map<String, Integer> byController() {
    return Map.of(
        "deployment", deployments,
        "replicaset", replicaSets,
        "replicationcontroller", replicationControllers,
        "endpointslice", endpointSlices,
        "endpoint", endpoints,
        "namespace", namespaces,
        "garbagecollector", garbage);
  }
}
