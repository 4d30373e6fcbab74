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
import java.util.function.IntFunction;

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
    var factories = factories(context, options);
    var all = new ArrayList<>(factories.keySet());
    all.addAll(CONDITIONAL);
    var chosen = options.withSelection(ControllerNames.resolve(options.selection(), all));
    factories.forEach((name, factory) -> {
      if (chosen.isEnabled(name)) {
        built.add(factory.apply(chosen.workersOf(name)));
        companion(context, name, chosen.workersOf(name)).ifPresent(built::add);
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

  private static Map<String, IntFunction<Controller>> factories(
      ControllerContext context, ControllerOptions options) {
    Map<String, IntFunction<Controller>> all = new LinkedHashMap<>();
    all.put("deployment", n -> DeploymentController.create(context, n));
    all.put("replicaset", n -> ReplicaSetController.forReplicaSets(context, n));
    all.put(
        "replicationcontroller", n -> ReplicaSetController.forReplicationControllers(context, n));
    all.put("daemonset", n -> DaemonSetController.create(context, n));
    all.put("statefulset", n -> StatefulSetController.create(context, n));
    all.put("cronjob", n -> CronJobController.create(context, n));
    all.put("disruption", n -> DisruptionController.create(context, n));
    all.put("resourcequota", n -> QuotaController.create(context, n));
    all.put("job", n -> JobController.create(context, n));
    all.put("ttl-after-finished", n -> FinishedJobController.create(context, n));
    all.put("endpointslice", n -> EndpointSliceController.create(context, n));
    all.put("endpoint", n -> EndpointsController.create(context, n));
    all.put("endpointslicemirroring", n -> SliceMirroringController.create(context, n));
    all.put("namespace", n -> NamespaceController.create(context, n));
    all.put("serviceaccount", n -> ServiceAccountController.create(context, n));
    all.put("clusterrole-aggregation-controller", n -> AggregationController.create(context, n));
    options
        .rootCa()
        .ifPresent(ca ->
            all.put("root-ca-certificate-publisher", n -> RootCaPublisher.create(context, ca, n)));
    options
        .accountTokens()
        .ifPresent(tokens ->
            all.put(
                "serviceaccount-token",
                n -> TokenSecretController.create(context, tokens, options.rootCa(), n)));
    all.put(
        "legacy-service-account-token-cleaner",
        _ -> LegacyTokenCleaner.create(context, options.idleTokens()));
    all.put("service-cidr", n -> ServiceCidrController.create(context, n));
    all.put("bootstrapsigner", _ -> BootstrapSignerController.create(context));
    all.put("tokencleaner", n -> TokenCleanerController.create(context, n));
    all.put("garbagecollector", n -> GarbageCollector.create(context, n));
    all.put("nodelifecycle", n -> NodeLifecycleController.create(context, options.nodes(), n));
    all.put("taint-eviction-controller", n -> TaintEvictionController.create(context, n));
    options
        .podCidrs()
        .ifPresent(cidrs -> all.put("nodeipam", _ -> NodeIpamController.create(context, cidrs)));
    all.put("ttl", n -> NodeTtlController.create(context, n));
    all.put(
        "persistentvolume-binder",
        _ -> VolumeBinderController.create(context, options.volumeCleanerImage()));
    all.put("persistentvolumeclaim-protection", n -> ProtectionController.forClaims(context, n));
    all.put("persistentvolume-protection", n -> ProtectionController.forVolumes(context, n));
    all.put("persistentvolume-expander", n -> ExpansionController.create(context, n));
    all.put("ephemeral-volume", n -> EphemeralClaimController.create(context, n));
    options
        .authority()
        .ifPresent(authority ->
            all.put(
                "certificatesigningrequest-signing",
                n ->
                    SigningController.create(context, authority, options.longestCertificate(), n)));
    all.put("certificatesigningrequest-approving", n -> ApprovingController.create(context, n));
    all.put("certificatesigningrequest-cleaner", n -> CleanerController.create(context, n));
    all.put(
        "horizontalpodautoscaling",
        n -> HorizontalController.create(context, options.metrics(), n));
    all.put("podgc", _ -> PodGcController.create(context, options.finishedPods()));
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
