package dev.coxswain.controllermanager;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.client.RawApi;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.Component;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthServer;
import dev.coxswain.component.LeaderElectionFlags;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.component.Shutdown;
import dev.coxswain.controllermanager.autoscaling.RestMetricsApi;
import dev.coxswain.controllermanager.framework.ControllerContext;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The controller manager's command line: flags and wiring.
@Command(
    name = "controller-manager",
    mixinStandardHelpOptions = true,
    description = "Makes the cluster what its objects say that it should be.")
public final class ControllerManagerCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ControllerManagerCommand.class);
  private static final String NAME = "kube-controller-manager";
  private static final int DEFAULT_PORT = 10257;
  private static final Duration SYNC_WARNING = Duration.ofSeconds(30);

  @Mixin LogFlags logs;
  @Mixin ApiServerFlags apiServer;
  @Mixin ServingFlags serving = new ServingFlags(DEFAULT_PORT);
  @Mixin LeaderElectionFlags leaderElection = new LeaderElectionFlags(NAME);
  @Mixin ControllerFlags controllers;

  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final Shutdown shutdown = Shutdown.onSignals();
  private volatile boolean stopping;

  /// Runs the controllers until the process is told to end.
  public static void main(String[] args) {
    System.exit(Component.run(new ControllerManagerCommand(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply();
    var metricsApi = shutdown.closing("metrics client", connectToMetrics());
    var options = controllers.options().withMetrics(new RestMetricsApi(metricsApi));
    var client = shutdown.closing("client", connect());
    var metrics = shutdown.closing("metrics", new Metrics());
    var informers = shutdown.closing("informers", new InformerFactory(client));
    var context = new ControllerContext(client, informers, clock);
    var set = shutdown.closing("controllers", ControllerSet.create(context, options));
    measure(set, metrics);
    serve(informers, metrics);
    informers.startAll();
    awaitSync(informers);
    lead(client, set);
    shutdown.closing("exit watch", () -> stopping = true);
    shutdown.await();
    return 0;
  }

  private ApiClient connect() {
    var config = Kubeconfig.load(apiServer.kubeconfig()).config();
    var target = apiServer.grpcTarget(config.host());
    log.atInfo().addKeyValue("apiserver", target).log("starting");
    return GrpcApiClient.connect(config, target, NAME, apiServer.requestTimeout());
  }

  private RawApi connectToMetrics() {
    return RawApi.connect(
        Kubeconfig.load(apiServer.kubeconfig()).config(), apiServer.requestTimeout());
  }

  private static void measure(ControllerSet set, Metrics metrics) {
    for (var controller : set.controllers()) {
      Gauge.builder("workqueue.depth", controller.queue(), queue -> queue.size())
          .description("Current depth of workqueue")
          .tag("name", controller.name())
          .register(metrics.registry());
    }
  }

  private void serve(InformerFactory informers, Metrics metrics) throws IOException {
    if (serving.address().isEmpty()) {
      return;
    }
    var readiness =
        new HealthChecks()
            .add(
                "informer-sync",
                () ->
                    informers.hasSynced()
                        ? HealthChecks.Result.ok()
                        : HealthChecks.Result.failed("informers have not synced yet"));
    var server =
        new HealthServer(
            serving.address().get(),
            Optional.of(serving.tls(NAME)),
            new HealthChecks(),
            readiness,
            metrics);
    shutdown.closing("health server", server).start();
    log.atInfo().addKeyValue("address", server.address()).log("serving health and metrics");
  }

  private static void awaitSync(InformerFactory informers) throws InterruptedException {
    while (!informers.awaitSync(SYNC_WARNING)) {
      log.atWarn().log("still waiting for the API server");
    }
    log.atInfo().log("informers synced");
  }

  private void lead(ApiClient client, ControllerSet set) {
    if (!leaderElection.enabled()) {
      set.start();
      return;
    }
    var timings =
        new LeaderElector.Timings(
            leaderElection.leaseDuration(),
            leaderElection.renewDeadline(),
            leaderElection.retryPeriod());
    var lease = new ObjectKey(leaderElection.namespace(), leaderElection.name());
    var callbacks =
        new LeaderElector.Callbacks() {
          @Override
          public void onStartedLeading() {
            set.start();
          }

          @Override
          public void onStoppedLeading() {
            exitUnlessStopping();
          }
        };
    var elector = new LeaderElector(client, lease, identity(), timings, clock, random, callbacks);
    shutdown.closing("leader election", elector).start();
  }

  // Somebody else works from now on; only a new process has no expectations of its own. Shutdown
  // hooks wait for the thread that calls back here, so that another one has to exit.
  private void exitUnlessStopping() {
    if (!stopping) {
      log.atError().log("leader election lost");
      Thread.ofPlatform().name("exit").start(() -> System.exit(1));
    }
  }

  private static String identity() {
    try {
      return InetAddress.getLocalHost().getHostName() + "_" + UUID.randomUUID();
    } catch (UnknownHostException e) {
      return "unknown_" + UUID.randomUUID();
    }
  }
}
