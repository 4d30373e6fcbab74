package dev.coxswain.scheduler;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.Component;
import dev.coxswain.component.LeaderElectionFlags;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.component.program.ControlProgram;
import dev.coxswain.component.program.Election;
import dev.coxswain.scheduler.config.ConfigurationDocument;
import dev.coxswain.scheduler.config.ConfigurationReader;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The scheduler's command line: flags and wiring.
@Command(
    name = "scheduler",
    mixinStandardHelpOptions = true,
    description = "Chooses a node for every pod that has none.")
public final class SchedulerCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 10259;
  private static final int BINDINGS_IN_FLIGHT = 128;
  private static final Duration DRAIN = Duration.ofSeconds(5);

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

  /// Runs the scheduler until the process is told to end.
  public static void main(String[] args) {
    System.exit(Component.run(new SchedulerCommand(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply();
    var configuration = configuration();
    var election = election(configuration.leaderElection());
    var program = new ControlProgram("kube-scheduler", apiServer, serving, clock, random);
    var shutdown = program.shutdown();
    var client = program.connect();
    var informers = shutdown.closing("informers", new InformerFactory(client));
    var events =
        shutdown.closing(
            "events",
            new EventRecorder(client, DefaultProfile.NAME, ControlProgram.hostname(), clock));
    var threads = new BoundedThreads("binding", BINDINGS_IN_FLIGHT);
    var registry = program.metrics().registry();
    var assembly =
        Assembly.of(
            configuration,
            new Assembly.Parts(client, informers, events, clock, random, registry, threads));
    program.metrics().refreshedBy(assembly.metrics()::refresh);
    var configz = ConfigurationDocument.of(configuration, election, apiServer);
    program.serve(election, informers, "sched-handler-sync", configz);
    ControlProgram.follow(informers);
    events.start();
    program.lead(client, election, assembly.scheduler()::run);
    shutdown.closing(
        "scheduling",
        () -> {
          assembly.queue().close();
          threads.drain(DRAIN);
        });
    program.await();
    return 0;
  }

  private SchedulerConfiguration configuration() throws IOException {
    return configFile.isPresent()
        ? ConfigurationReader.read(Files.readString(configFile.get()))
        : SchedulerConfiguration.defaults();
  }

  // What the file says goes before the flags.
  private Election election(SchedulerConfiguration.LeaderElection said) {
    return new Election(
        said.leaderElect().orElse(leaderElection.enabled()),
        new ObjectKey(
            said.resourceNamespace().orElse(leaderElection.namespace()),
            said.resourceName().orElse(leaderElection.name())),
        new LeaderElector.Timings(
            said.leaseDuration().orElse(leaderElection.leaseDuration()),
            said.renewDeadline().orElse(leaderElection.renewDeadline()),
            said.retryPeriod().orElse(leaderElection.retryPeriod())));
  }
}
