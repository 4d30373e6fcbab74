package dev.coxswain.controllermanager.process;

import java.util.Map;

/// What upstream calls the queues of controllers in its figures. Pure.
final class QueueNames {
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("replicationcontroller", "replicationmanager"),
          Map.entry("job-orphans", "job_orphan_pod"),
          Map.entry("stale-disruption", "stale_pod_disruption"),
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
          Map.entry("persistentvolume-expander", "expand"),
          Map.entry("ephemeral-volume", "ephemeral_volume"),
          Map.entry("certificatesigningrequest-signing", "certificate"),
          Map.entry("horizontalpodautoscaling", "horizontalpodautoscaler"),
          Map.entry("podgc", "orphaned_pods_nodes"));

  private QueueNames() {}

  /// @param controller its name
  static String of(String controller) {
    return OTHERS.getOrDefault(controller, controller);
  }
}
