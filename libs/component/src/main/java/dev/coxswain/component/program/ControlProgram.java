package dev.coxswain.component.program;

import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthChecks.Result;
import dev.coxswain.component.HealthServer;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.component.Shutdown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A program of control loops from its connection to its end. First [#serve], then [#lead], then
/// [#await].
public final class ControlProgram {
  private static final Logger log = LoggerFactory.getLogger(ControlProgram.class);
  private static final Duration SYNC_WARNING = Duration.ofSeconds(30);

  private final String name;
  private final ApiServerFlags apiServer;
  private final ServingFlags serving;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Shutdown shutdown = Shutdown.onSignals();
  private final Metrics metrics = shutdown.closing("metrics", new Metrics());
  private final HealthChecks health = HealthChecks.none();
  private final HealthChecks readiness = HealthChecks.none();
  private volatile Optional<Leadership> leadership = Optional.empty();
  private volatile boolean stopping;

  /// @param name what the program calls itself towards the API server
  public ControlProgram(
      String name,
      ApiServerFlags apiServer,
      ServingFlags serving,
      InstantSource clock,
      RandomGenerator random) {
    this.name = name;
    this.apiServer = apiServer;
    this.serving = serving;
    this.clock = clock;
    this.random = random;
  }

  /// What is closed when the process ends.
  public Shutdown shutdown() {
    return shutdown;
  }

  /// The figures that are served.
  public Metrics metrics() {
    return metrics;
  }

  /// Decides on `/healthz`; checks may still come while it is served.
  public HealthChecks health() {
    return health;
  }

  /// A connection to the API server, open as long as the process.
  public GrpcApiClient connect() {
    var config = Kubeconfig.load(apiServer.kubeconfig()).config();
    var target = apiServer.grpcTarget(config.host());
    log.atInfo().addKeyValue("apiserver", target).log("starting");
    return shutdown.closing(
        "client", GrpcApiClient.connect(config, target, name, apiServer.requestTimeout()));
  }

  /// Serves health, metrics and the configuration, if there is a port to serve them on.
  ///
  /// A program is ready when its informers show the whole state, or when another instance works.
  ///
  /// @param syncCheck what the check of the informers is called
  public void serve(Election election, InformerFactory informers, String syncCheck, Configz configz)
      throws IOException {
    if (election.enabled()) {
      health.add("leaderElection", this::electionHealth);
      readiness.add("leaderElection", this::electionHealth);
    }
    readiness.add(
        "shutdown", () -> stopping ? Result.failed("process is shutting down") : Result.ok());
    readiness.add(syncCheck, () -> synced(informers));
    if (serving.address().isEmpty()) {
      return;
    }
    var server =
        new HealthServer(
            serving.address().get(),
            Optional.of(serving.tls(name)),
            new HealthServer.Checks(health, HealthChecks.none(), readiness),
            metrics);
    server.handle("/configz", configz);
    shutdown.closing("health server", server).start();
    log.atInfo().addKeyValue("address", server.address()).log("serving health and metrics");
  }

  private Result electionHealth() {
    return leadership.map(Leadership::health).orElse(Result.ok());
  }

  private Result synced(InformerFactory informers) {
    boolean follows = leadership.filter(Leadership::isFollowing).isPresent();
    return follows || informers.hasSynced()
        ? Result.ok()
        : Result.failed("informers have not synced yet");
  }

  /// Has the program follow the server, and waits until it shows its whole state.
  public static void follow(InformerFactory informers) throws InterruptedException {
    informers.startAll();
    while (!informers.awaitSync(SYNC_WARNING)) {
      log.atWarn().log("still waiting for the API server");
    }
    log.atInfo().log("informers synced");
  }

  /// Works while this instance leads; without an election, at once. Whoever loses the lead ends:
  /// only a new process expects nothing and has promised nothing.
  public void lead(GrpcApiClient client, Election election, Work work) {
    if (!election.enabled()) {
      Leadership.begin(work, this::exitUnlessStopping);
      shutdown.closing("exit watch", () -> stopping = true);
      return;
    }
    // As upstream: a second attempt fits before the deadline.
    var impatient = client.withTimeout(election.timings().renewDeadline().dividedBy(2));
    var chosen =
        new Leadership(
            impatient,
            election,
            hostname() + "_" + UUID.randomUUID(),
            clock,
            random,
            work,
            this::exitUnlessStopping);
    leadership = Optional.of(chosen);
    shutdown.closing("leader election", chosen).start();
    shutdown.closing("exit watch", () -> stopping = true);
  }

  /// Waits until the process is told to end.
  public void await() throws InterruptedException {
    shutdown.await();
  }

  // Shutdown hooks wait for the thread that calls back here, so that another one has to exit.
  private void exitUnlessStopping() {
    if (!stopping) {
      log.atError().log("somebody else has to work from now on");
      Thread.ofPlatform().name("exit").start(() -> System.exit(1));
    }
  }

  /// What this machine is called.
  public static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
