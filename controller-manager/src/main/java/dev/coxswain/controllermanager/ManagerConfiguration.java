package dev.coxswain.controllermanager;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.component.program.Configz;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the flags say, as a `KubeControllerManagerConfiguration`; like upstream's, most of its
/// names begin with a capital. Pure.
final class ManagerConfiguration {
  private static final String GROUP = "kubecontrollermanager.config.k8s.io";

  private record Syncs(String section, String field, String controller) {}

  private static final List<Syncs> SYNCS =
      List.of(
          new Syncs("DaemonSetController", "ConcurrentDaemonSetSyncs", "daemonset"),
          new Syncs("DeploymentController", "ConcurrentDeploymentSyncs", "deployment"),
          new Syncs("StatefulSetController", "ConcurrentStatefulSetSyncs", "statefulset"),
          new Syncs("EndpointController", "ConcurrentEndpointSyncs", "endpoint"),
          new Syncs("EndpointSliceController", "ConcurrentServiceEndpointSyncs", "endpointslice"),
          new Syncs(
              "EndpointSliceMirroringController",
              "MirroringConcurrentServiceEndpointSyncs",
              "endpointslicemirroring"),
          new Syncs(
              "EphemeralVolumeController", "ConcurrentEphemeralVolumeSyncs", "ephemeral-volume"),
          new Syncs("GarbageCollectorController", "ConcurrentGCSyncs", "garbagecollector"),
          new Syncs(
              "HPAController",
              "ConcurrentHorizontalPodAutoscalerSyncs",
              "horizontalpodautoscaling"),
          new Syncs("JobController", "ConcurrentJobSyncs", "job"),
          new Syncs("CronJobController", "ConcurrentCronJobSyncs", "cronjob"),
          new Syncs("NamespaceController", "ConcurrentNamespaceSyncs", "namespace"),
          new Syncs("ReplicaSetController", "ConcurrentRSSyncs", "replicaset"),
          new Syncs("ReplicationController", "ConcurrentRCSyncs", "replicationcontroller"),
          new Syncs("ResourceQuotaController", "ConcurrentResourceQuotaSyncs", "resourcequota"),
          new Syncs("SAController", "ConcurrentSATokenSyncs", "serviceaccount-token"),
          new Syncs("TTLAfterFinishedController", "ConcurrentTTLSyncs", "ttl-after-finished"));

  private ManagerConfiguration() {}

  /// @param generic what every program of controllers is told
  static Configz of(ObjectNode generic, ControllerFlags flags) {
    var document = Configz.document("KubeControllerManagerConfiguration", GROUP + "/v1alpha1");
    document.set("Generic", generic);
    document
        .putObject("KubeCloudShared")
        .put("UseServiceAccountCredentials", flags.useAccounts)
        .put("NodeMonitorPeriod", Times.formatGoDuration(flags.nodeMonitorPeriod))
        .put("ClusterCIDR", flags.clusterCidr)
        .put("AllocateNodeCIDRs", flags.allocateNodeCidrs)
        .put("CIDRAllocatorType", "RangeAllocator");
    var workers = flags.concurrency.byController();
    SYNCS.forEach(
        s -> document.withObjectProperty(s.section()).put(s.field(), workers.get(s.controller())));
    document.withObjectProperty("GarbageCollectorController").put("EnableGarbageCollector", true);
    document
        .putObject("CSRSigningController")
        .put("ClusterSigningCertFile", path(flags.signing.certificate))
        .put("ClusterSigningKeyFile", path(flags.signing.key))
        .put("ClusterSigningDuration", Times.formatGoDuration(flags.signing.duration));
    document
        .putObject("NodeIPAMController")
        .put("ServiceCIDR", flags.serviceRange.orElse(""))
        .put("NodeCIDRMaskSize", flags.nodeMask);
    document
        .putObject("NodeLifecycleController")
        .put("NodeEvictionRate", flags.evictionRate)
        .put("SecondaryNodeEvictionRate", flags.secondaryEvictionRate)
        .put("NodeStartupGracePeriod", Times.formatGoDuration(flags.nodeStartupGrace))
        .put("NodeMonitorGracePeriod", Times.formatGoDuration(flags.nodeMonitorGrace))
        .put("LargeClusterSizeThreshold", flags.largeZone)
        .put("UnhealthyZoneThreshold", flags.unhealthyShare);
    document.putObject("PodGCController").put("TerminatedPodGCThreshold", flags.finishedPods);
    document
        .withObjectProperty("SAController")
        .put("ServiceAccountKeyFile", path(flags.serviceAccountKey))
        .put("RootCAFile", path(flags.rootCa));
    document
        .putObject("LegacySATokenCleaner")
        .put("CleanUpPeriod", Times.formatGoDuration(flags.idleTokens));
    return new Configz(GROUP, document);
  }

  private static String path(Optional<Path> file) {
    return file.map(Path::toString).orElse("");
  }
}
