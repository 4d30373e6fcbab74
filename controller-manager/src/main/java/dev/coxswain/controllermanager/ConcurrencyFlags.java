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

  @Option(
      names = "--concurrent-statefulset-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Stateful sets at a time (default: ${DEFAULT-VALUE}).")
  int statefulSets;

  @Option(
      names = "--concurrent-daemonset-syncs",
      paramLabel = "N",
      defaultValue = "2",
      description = "Daemon sets at a time (default: ${DEFAULT-VALUE}).")
  int daemonSets;

  @Option(
      names = "--concurrent-job-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Jobs at a time (default: ${DEFAULT-VALUE}).")
  int jobs;

  @Option(
      names = "--concurrent-cron-job-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Cron jobs at a time (default: ${DEFAULT-VALUE}).")
  int cronJobs;

  @Option(
      names = "--concurrent-resource-quota-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Resource quotas at a time (default: ${DEFAULT-VALUE}).")
  int quotas;

  @Option(
      names = "--concurrent-serviceaccount-token-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Token secrets at a time (default: ${DEFAULT-VALUE}).")
  int accountTokens;

  @Option(
      names = "--concurrent-ttl-after-finished-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Finished jobs at a time (default: ${DEFAULT-VALUE}).")
  int finishedJobs;

  @Option(
      names = "--concurrent-ephemeralvolume-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Pods with ephemeral volumes at a time (default: ${DEFAULT-VALUE}).")
  int ephemeralVolumes;

  @Option(
      names = "--concurrent-horizontal-pod-autoscaler-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Autoscalers at a time (default: ${DEFAULT-VALUE}).")
  int autoscalers;

  @Option(
      names = "--mirroring-concurrent-service-endpoint-syncs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Endpoints at a time, for mirroring (default: ${DEFAULT-VALUE}).")
  int mirroring;

  Map<String, Integer> byController() {
    return Map.ofEntries(
        Map.entry("deployment", deployments),
        Map.entry("replicaset", replicaSets),
        Map.entry("replicationcontroller", replicationControllers),
        Map.entry("endpointslice", endpointSlices),
        Map.entry("endpoint", endpoints),
        Map.entry("endpointslicemirroring", mirroring),
        Map.entry("namespace", namespaces),
        Map.entry("statefulset", statefulSets),
        Map.entry("daemonset", daemonSets),
        Map.entry("job", jobs),
        Map.entry("cronjob", cronJobs),
        Map.entry("resourcequota", quotas),
        Map.entry("serviceaccount-token", accountTokens),
        Map.entry("ttl-after-finished", finishedJobs),
        Map.entry("ephemeral-volume", ephemeralVolumes),
        Map.entry("horizontalpodautoscaling", autoscalers),
        Map.entry("garbagecollector", garbage));
  }
}
