package dev.coxswain.controllermanager.process;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthServer;
import dev.coxswain.component.LeaderElectionFlags;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.component.Shutdown;
import dev.coxswain.controllermanager.framework.Controller;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One program of control loops, from its connection to its end.
public final class ControllerProcess {
  private static final Logger log = LoggerFactory.getLogger(ControllerProcess.class);
  private static final Duration SYNC_WARNING = Duration.ofSeconds(30);

  /// What every such program is told.
  public record Flags(
      ApiServerFlags apiServer, ServingFlags serving, LeaderElectionFlags leaderElection) {}

  private final String name;
  private final Flags flags;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Shutdown shutdown = Shutdown.onSignals();
  private volatile boolean stopping;

  /// @param name what the program calls itself towards the API server
  public ControllerProcess(String name, Flags flags, InstantSource clock, RandomGenerator random) {
    this.name = name;
    this.flags = flags;
    this.clock = clock;
    this.random = random;
  }

  /// What is closed when the process ends.
  public Shutdown shutdown() {
    return shutdown;
  }

  /// A connection to the API server, open as long as the process.
  public ApiClient connect() {
    var config = Kubeconfig.load(flags.apiServer().kubeconfig()).config();
    var target = flags.apiServer().grpcTarget(config.host());
    log.atInfo().addKeyValue("apiserver", target).log("starting");
    return shutdown.closing(
        "client", GrpcApiClient.connect(config, target, name, flags.apiServer().requestTimeout()));
  }

  /// Serves health and metrics, waits for the caches, and lets the controllers work while this
  /// process leads. Returns when the process is told to end.
  ///
  /// @param start lets the controllers work; called once at most
  public void run(
      ApiClient client, InformerFactory informers, List<Controller> controllers, Runnable start)
      throws IOException, InterruptedException {
    var metrics = shutdown.closing("metrics", new Metrics());
    measure(controllers, metrics);
    serve(informers, metrics);
    informers.startAll();
    awaitSync(informers);
    lead(client, start);
    shutdown.closing("exit watch", () -> stopping = true);
    shutdown.await();
  }

  private static void measure(List<Controller> controllers, Metrics metrics) {
    for (var controller : controllers) {
      Gauge.builder("workqueue.depth", controller.queue(), queue -> queue.size())
          .description("Current depth of workqueue")
          .tag("name", controller.name())
          .register(metrics.registry());
    }
  }

  private void serve(InformerFactory informers, Metrics metrics) throws IOException {
    if (flags.serving().address().isEmpty()) {
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
            flags.serving().address().get(),
            Optional.of(flags.serving().tls(name)),
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

  private void lead(ApiClient client, Runnable start) {
    var election = flags.leaderElection();
    if (!election.enabled()) {
      start.run();
      return;
    }
    var timings =
        new LeaderElector.Timings(
            election.leaseDuration(), election.renewDeadline(), election.retryPeriod());
    var lease = new ObjectKey(election.namespace(), election.name());
    var callbacks =
        new LeaderElector.Callbacks() {
          @Override
          public void onStartedLeading() {
            start.run();
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
