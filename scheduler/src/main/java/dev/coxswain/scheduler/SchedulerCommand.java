package dev.coxswain.scheduler;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.Component;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthServer;
import dev.coxswain.component.LeaderElectionFlags;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.component.Shutdown;
import dev.coxswain.scheduler.config.ConfigurationReader;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import picocli.CommandLine.Option;

/// The scheduler's command line: flags and wiring.
@Command(
    name = "scheduler",
    mixinStandardHelpOptions = true,
    description = "Chooses a node for every pod that has none.")
public final class SchedulerCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(SchedulerCommand.class);
  private static final int DEFAULT_PORT = 10259;
  private static final int BINDINGS_IN_FLIGHT = 128;
  private static final Duration DRAIN = Duration.ofSeconds(5);
  private static final Duration SYNC_WARNING = Duration.ofSeconds(30);

  @Mixin LogFlags logs;
  @Mixin ApiServerFlags apiServer;
  @Mixin ServingFlags serving = new ServingFlags(DEFAULT_PORT);
  @Mixin LeaderElectionFlags leaderElection = new LeaderElectionFlags("kube-scheduler");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A KubeSchedulerConfiguration; what it says goes before other flags.")
  Optional<Path> configFile = Optional.empty();

  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final Shutdown shutdown = Shutdown.onSignals();
  private volatile boolean stopping;

  /// Runs the scheduler until the process is told to end.
  public static void main(String[] args) {
    System.exit(Component.run(new SchedulerCommand(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply();
    var configuration = configuration();
    var client = shutdown.closing("client", connect());
    var metrics = shutdown.closing("metrics", new Metrics());
    var informers = shutdown.closing("informers", new InformerFactory(client));
    var events =
        shutdown.closing(
            "events", new EventRecorder(client, DefaultProfile.NAME, hostname(), clock));
    var threads = new BoundedThreads("binding", BINDINGS_IN_FLIGHT);
    var assembly =
        Assembly.of(
            configuration,
            new Assembly.Parts(
                client, informers, events, clock, random, metrics.registry(), threads));
    metrics.refreshedBy(assembly.metrics()::refresh);
    serve(informers, metrics);
    informers.startAll();
    events.start();
    awaitSync(informers);
    lead(client, assembly.scheduler(), configuration.leaderElection());
    shutdown.closing(
        "scheduling",
        () -> {
          stopping = true;
          assembly.queue().close();
          threads.drain(DRAIN);
        });
    shutdown.await();
    return 0;
  }

  private GrpcApiClient connect() {
    var config = Kubeconfig.load(apiServer.kubeconfig()).config();
    var target = apiServer.grpcTarget(config.host());
    log.atInfo().addKeyValue("apiserver", target).log("starting");
    return GrpcApiClient.connect(config, target, "kube-scheduler", apiServer.requestTimeout());
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
            Optional.of(serving.tls("kube-scheduler")),
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

  private SchedulerConfiguration configuration() throws IOException {
    return configFile.isPresent()
        ? ConfigurationReader.read(Files.readString(configFile.get()))
        : SchedulerConfiguration.defaults();
  }

  private void lead(
      GrpcApiClient client, Scheduler scheduler, SchedulerConfiguration.LeaderElection said) {
    if (!said.leaderElect().orElse(leaderElection.enabled())) {
      start(scheduler);
      return;
    }
    var timings =
        new LeaderElector.Timings(
            said.leaseDuration().orElse(leaderElection.leaseDuration()),
            said.renewDeadline().orElse(leaderElection.renewDeadline()),
            said.retryPeriod().orElse(leaderElection.retryPeriod()));
    var lease =
        new ObjectKey(
            said.resourceNamespace().orElse(leaderElection.namespace()),
            said.resourceName().orElse(leaderElection.name()));
    var callbacks =
        new LeaderElector.Callbacks() {
          @Override
          public void onStartedLeading() {
            start(scheduler);
          }

          @Override
          public void onStoppedLeading() {
            exitUnlessStopping();
          }
        };
    // As upstream: a second attempt fits before the deadline.
    var impatient = client.withTimeout(timings.renewDeadline().dividedBy(2));
    var elector =
        new LeaderElector(impatient, lease, identity(), timings, clock, random, callbacks);
    shutdown.closing("leader election", elector).start();
  }

  private static void start(Scheduler scheduler) {
    Thread.ofVirtual()
        .name("scheduler")
        .start(() -> {
          try {
            scheduler.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  // Somebody else decides from now on; only a new process has no promises of its own. Shutdown
  // hooks wait for the
  // thread that calls back here, so that another one has to exit.
  private void exitUnlessStopping() {
    if (!stopping) {
      log.atError().log("leader election lost");
      Thread.ofPlatform().name("exit").start(() -> System.exit(1));
    }
  }

  private static String identity() {
    return hostname() + "_" + UUID.randomUUID();
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
