package dev.coxswain.controllermanager.process;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What upstream calls controllers: by their long names, and in its figures and checks. Pure.
public final class UpstreamNames {
  private static final String SUFFIX = "-controller";

  private static final Map<String, String> QUEUES =
      Map.ofEntries(
          Map.entry("replicationcontroller", "replicationmanager"),
          Map.entry("job-orphans", "job_orphan_pod"),
          Map.entry("disruption-stale", "stale_pod_disruption"),
          Map.entry("resourcequota", "resourcequota_primary"),
          Map.entry("ttl-after-finished", "ttl_jobs_to_delete"),
          Map.entry("endpointslice", "endpoint_slice"),
          Map.entry("endpointslicemirroring", "endpoint_slice_mirroring"),
          Map.entry("clusterrole-aggregation-controller", "ClusterRoleAggregator"),
          Map.entry("root-ca-certificate-publisher", "root_ca_cert_publisher"),
          Map.entry("serviceaccount-token", "serviceaccount_tokens_secret"),
          Map.entry("service-cidr", "servicecidrs"),
          Map.entry("bootstrapsigner", "bootstrap_signer_queue"),
          Map.entry("tokencleaner", "token_cleaner"),
          Map.entry("garbagecollector", "garbage_collector_attempt_to_delete"),
          Map.entry("nodelifecycle", "node_lifecycle_controller"),
          Map.entry("taint-eviction-controller", "noexec_taint_pod"),
          Map.entry("ttl", "ttlcontroller"),
          Map.entry("persistentvolume-binder", "claims"),
          Map.entry("persistentvolumeclaim-protection", "pvcprotection"),
          Map.entry("persistentvolume-protection", "pvprotection"),
          Map.entry("volumeattributesclass-protection", "vacprotection"),
          Map.entry("persistentvolume-expander", "expand"),
          Map.entry("ephemeral-volume", "ephemeral_volume"),
          Map.entry("certificatesigningrequest-signing", "certificate"),
          Map.entry("horizontalpodautoscaling", "horizontalpodautoscaler"),
          Map.entry("podgc", "orphaned_pods_nodes"));

  // Long names that are more than ours with the suffix.
  private static final Map<String, String> LONG =
      Map.ofEntries(
          Map.entry("endpoint", "endpoints-controller"),
          Map.entry("endpointslicemirroring", "endpointslice-mirroring-controller"),
          Map.entry("bootstrapsigner", "bootstrap-signer-controller"),
          Map.entry("tokencleaner", "token-cleaner-controller"),
          Map.entry("garbagecollector", "garbage-collector-controller"),
          Map.entry("nodelifecycle", "node-lifecycle-controller"),
          Map.entry("nodeipam", "node-ipam-controller"),
          Map.entry("horizontalpodautoscaling", "horizontal-pod-autoscaler-controller"),
          Map.entry("podgc", "pod-garbage-collector-controller"),
          Map.entry(
              "legacy-service-account-token-cleaner",
              "legacy-serviceaccount-token-cleaner-controller"),
          Map.entry("service", "service-lb-controller"),
          Map.entry("route", "node-route-controller"));

  private static final Map<String, String> OURS =
      LONG.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  // Second loops of controllers that are checked already.
  private static final Set<String> PARTS =
      Set.of("job-orphans", "disruption-stale", "service-nodes");

  private UpstreamNames() {}

  /// The name of the controller's queue in figures.
  static String queue(String controller) {
    return QUEUES.getOrDefault(controller, controller);
  }

  /// The name of the controller's check below `/healthz`; absent for a loop that is a part of
  /// another controller.
  static Optional<String> check(String controller) {
    return PARTS.contains(controller) ? Optional.empty() : Optional.of(longName(controller));
  }

  private static String longName(String controller) {
    var plain = controller.endsWith(SUFFIX) ? controller : controller + SUFFIX;
    return LONG.getOrDefault(controller, plain);
  }

  /// Our name for the controller that upstream calls so, if its name is more than ours with
  /// `-controller`.
  public static Optional<String> ours(String longName) {
    return Optional.ofNullable(OURS.get(longName));
  }
}
