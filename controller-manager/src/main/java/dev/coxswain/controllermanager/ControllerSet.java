package dev.coxswain.controllermanager;

import dev.coxswain.client.EventRecorder;
import dev.coxswain.controllermanager.autoscaling.HorizontalController;
import dev.coxswain.controllermanager.bootstrap.BootstrapSignerController;
import dev.coxswain.controllermanager.bootstrap.TokenCleanerController;
import dev.coxswain.controllermanager.certificates.ApprovingController;
import dev.coxswain.controllermanager.certificates.CleanerController;
import dev.coxswain.controllermanager.certificates.SigningController;
import dev.coxswain.controllermanager.clusterroleaggregation.AggregationController;
import dev.coxswain.controllermanager.cronjob.CronJobController;
import dev.coxswain.controllermanager.daemonset.DaemonSetController;
import dev.coxswain.controllermanager.deployment.DeploymentController;
import dev.coxswain.controllermanager.disruption.DisruptionController;
import dev.coxswain.controllermanager.disruption.StaleDisruptionController;
import dev.coxswain.controllermanager.endpoints.EndpointSliceController;
import dev.coxswain.controllermanager.endpoints.EndpointsController;
import dev.coxswain.controllermanager.endpoints.SliceMirroringController;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.garbage.GarbageCollector;
import dev.coxswain.controllermanager.job.FinishedJobController;
import dev.coxswain.controllermanager.job.JobController;
import dev.coxswain.controllermanager.job.JobOrphansController;
import dev.coxswain.controllermanager.namespace.NamespaceController;
import dev.coxswain.controllermanager.node.NodeIpamController;
import dev.coxswain.controllermanager.node.NodeLifecycleController;
import dev.coxswain.controllermanager.node.NodeTtlController;
import dev.coxswain.controllermanager.node.TaintEvictionController;
import dev.coxswain.controllermanager.podgc.PodGcController;
import dev.coxswain.controllermanager.quota.QuotaController;
import dev.coxswain.controllermanager.replicaset.ReplicaSetController;
import dev.coxswain.controllermanager.serviceaccount.LegacyTokenCleaner;
import dev.coxswain.controllermanager.serviceaccount.RootCaPublisher;
import dev.coxswain.controllermanager.serviceaccount.ServiceAccountController;
import dev.coxswain.controllermanager.serviceaccount.TokenSecretController;
import dev.coxswain.controllermanager.servicecidr.ServiceCidrController;
import dev.coxswain.controllermanager.statefulset.StatefulSetController;
import dev.coxswain.controllermanager.volume.EphemeralClaimController;
import dev.coxswain.controllermanager.volume.ExpansionController;
import dev.coxswain.controllermanager.volume.ProtectionController;
import dev.coxswain.controllermanager.volume.VolumeBinderController;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All controllers of one program. [#start] runs them on threads of their own; [#step] on the
/// caller's, for simulations.
///
/// Informers must have synced before either: a cache that is still empty looks like a world in
/// which everything is missing.
public final class ControllerSet implements AutoCloseable {
  // Known even when what they need isn't given.
  private static final List<String> CONDITIONAL =
      List.of(
          "root-ca-certificate-publisher",
          "nodeipam",
          "certificatesigningrequest-signing",
          "serviceaccount-token");

  @FunctionalInterface
  private interface Factory {
    Controller create(ControllerContext context, int workers);
  }

  private final ControllerContext context;
  private final List<Controller> controllers;

  private ControllerSet(ControllerContext context, List<Controller> controllers) {
    this.context = context;
    this.controllers = List.copyOf(controllers);
  }

  /// Builds the controllers that the options select, and registers their informers.
  ///
  /// @throws IllegalArgumentException if a name in the selection is unknown
  public static ControllerSet create(ControllerContext context, ControllerOptions options) {
    var built = new ArrayList<Controller>();
    var factories = factories(options);
    var all = new ArrayList<>(factories.keySet());
    all.addAll(CONDITIONAL);
    var chosen = options.withSelection(ControllerNames.resolve(options.selection(), all));
    factories.forEach((name, factory) -> {
      if (chosen.isEnabled(name)) {
        var own = context.of(name);
        built.add(factory.create(own, chosen.workersOf(name)));
        companion(own, name, chosen.workersOf(name)).ifPresent(built::add);
      }
    });
    return new ControllerSet(context, built);
  }

  /// A set of controllers that were built from the context.
  public static ControllerSet of(ControllerContext context, List<Controller> controllers) {
    return new ControllerSet(context, controllers);
  }

  // A second loop that goes by the same name.
  private static Optional<Controller> companion(
      ControllerContext context, String name, int workers) {
    return switch (name) {
      case "job" -> Optional.of(JobOrphansController.create(context, workers));
      case "disruption" -> Optional.of(StaleDisruptionController.create(context, workers));
      default -> Optional.empty();
    };
  }

  private static Map<String, Factory> factories(ControllerOptions options) {
    Map<String, Factory> all = new LinkedHashMap<>();
    all.put("deployment", (c, n) -> DeploymentController.create(c, n));
    all.put("replicaset", (c, n) -> ReplicaSetController.forReplicaSets(c, n));
    all.put(
        "replicationcontroller", (c, n) -> ReplicaSetController.forReplicationControllers(c, n));
    all.put("daemonset", (c, n) -> DaemonSetController.create(c, n));
    all.put("statefulset", (c, n) -> StatefulSetController.create(c, n));
    all.put("cronjob", (c, n) -> CronJobController.create(c, n));
    all.put("disruption", (c, n) -> DisruptionController.create(c, n));
    all.put("resourcequota", (c, n) -> QuotaController.create(c, n));
    all.put("job", (c, n) -> JobController.create(c, n));
    all.put("ttl-after-finished", (c, n) -> FinishedJobController.create(c, n));
    all.put("endpointslice", (c, n) -> EndpointSliceController.create(c, n));
    all.put("endpoint", (c, n) -> EndpointsController.create(c, n));
    all.put("endpointslicemirroring", (c, n) -> SliceMirroringController.create(c, n));
    all.put("namespace", (c, n) -> NamespaceController.create(c, n));
    all.put("serviceaccount", (c, n) -> ServiceAccountController.create(c, n));
    all.put("clusterrole-aggregation-controller", (c, n) -> AggregationController.create(c, n));
    options
        .rootCa()
        .ifPresent(ca ->
            all.put("root-ca-certificate-publisher", (c, n) -> RootCaPublisher.create(c, ca, n)));
    options
        .accountTokens()
        .ifPresent(tokens ->
            all.put(
                "serviceaccount-token",
                (c, n) -> TokenSecretController.create(c, tokens, options.rootCa(), n)));
    all.put(
        "legacy-service-account-token-cleaner",
        (c, _) -> LegacyTokenCleaner.create(c, options.idleTokens()));
    all.put("service-cidr", (c, n) -> ServiceCidrController.create(c, n));
    all.put("bootstrapsigner", (c, _) -> BootstrapSignerController.create(c));
    all.put("tokencleaner", (c, n) -> TokenCleanerController.create(c, n));
    all.put("garbagecollector", (c, n) -> GarbageCollector.create(c, n));
    all.put("nodelifecycle", (c, n) -> NodeLifecycleController.create(c, options.nodes(), n));
    all.put("taint-eviction-controller", (c, n) -> TaintEvictionController.create(c, n));
    options
        .podCidrs()
        .ifPresent(cidrs -> all.put("nodeipam", (c, _) -> NodeIpamController.create(c, cidrs)));
    all.put("ttl", (c, n) -> NodeTtlController.create(c, n));
    all.put(
        "persistentvolume-binder",
        (c, _) -> VolumeBinderController.create(c, options.volumeCleanerImage()));
    all.put("persistentvolumeclaim-protection", (c, n) -> ProtectionController.forClaims(c, n));
    all.put("persistentvolume-protection", (c, n) -> ProtectionController.forVolumes(c, n));
    all.put("volumeattributesclass-protection", (c, n) -> ProtectionController.forAttributes(c, n));
    all.put("persistentvolume-expander", (c, n) -> ExpansionController.create(c, n));
    all.put("ephemeral-volume", (c, n) -> EphemeralClaimController.create(c, n));
    options
        .authority()
        .ifPresent(authority ->
            all.put(
                "certificatesigningrequest-signing",
                (c, n) -> SigningController.create(c, authority, options.longestCertificate(), n)));
    all.put("certificatesigningrequest-approving", (c, n) -> ApprovingController.create(c, n));
    all.put("certificatesigningrequest-cleaner", (c, n) -> CleanerController.create(c, n));
    all.put(
        "horizontalpodautoscaling", (c, n) -> HorizontalController.create(c, options.metrics(), n));
    all.put("podgc", (c, _) -> PodGcController.create(c, options.finishedPods()));
    return all;
  }

  public List<Controller> controllers() {
    return controllers;
  }

  public void start() {
    context.recorders().forEach(EventRecorder::start);
    controllers.forEach(controller -> controller.loop().start());
  }

  /// Lets each controller reconcile one key that is due, and writes the events that came of it.
  ///
  /// @return whether there was any key
  public boolean step() {
    boolean any = false;
    for (var controller : controllers) {
      any |= controller.loop().runOne();
    }
    context.recorders().forEach(EventRecorder::flush);
    return any;
  }

  @Override
  public void close() {
    controllers.forEach(controller -> controller.loop().close());
    context.recorders().forEach(EventRecorder::close);
  }
}
