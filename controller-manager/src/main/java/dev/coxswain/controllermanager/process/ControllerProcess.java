package dev.coxswain.controllermanager.process;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.LeaderElectionFlags;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.component.Shutdown;
import dev.coxswain.component.program.Configz;
import dev.coxswain.component.program.ControlProgram;
import dev.coxswain.component.program.Election;
import dev.coxswain.component.program.QueueFigures;
import dev.coxswain.controllermanager.framework.Controller;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// One program of controllers, from its connection to its end.
public final class ControllerProcess {
  /// What every such program is told.
  public record Flags(
      ApiServerFlags apiServer, ServingFlags serving, LeaderElectionFlags leaderElection) {}

  private final Flags flags;
  private final Election election;
  private final ControlProgram program;

  /// @param name what the program calls itself towards the API server
  public ControllerProcess(String name, Flags flags, InstantSource clock, RandomGenerator random) {
    this.flags = flags;
    this.election = Election.of(flags.leaderElection());
    this.program = new ControlProgram(name, flags.apiServer(), flags.serving(), clock, random);
  }

  /// What is closed when the process ends.
  public Shutdown shutdown() {
    return program.shutdown();
  }

  /// A connection to the API server, open as long as the process.
  public GrpcApiClient connect() {
    return program.connect();
  }

  /// Serves health and metrics, and lets the controllers work while this process leads. Returns
  /// when the process is told to end.
  ///
  /// The server is followed only from then on, as upstream does it: what a leader decides on is at
  /// least as new as its lead, and holds all that the leader before it did.
  ///
  /// @param start lets the controllers work; called once at most
  public void run(
      GrpcApiClient client,
      InformerFactory informers,
      List<Controller> controllers,
      Configz configz,
      Runnable start)
      throws IOException, InterruptedException {
    var registry = program.metrics().registry();
    controllers.forEach(c -> QueueFigures.show(c.queue(), UpstreamNames.queue(c.name()), registry));
    program.serve(election, informers, "informer-sync", configz);
    program.lead(
        client,
        election,
        () -> {
          ControlProgram.follow(informers);
          start.run();
          controllers.stream()
              .flatMap(c -> UpstreamNames.check(c.name()).stream())
              .forEach(check -> program.health().add(check, HealthChecks.Result::ok));
        });
    program.await();
  }

  /// What upstream's configurations call `Generic`.
  ///
  /// @param selection which controllers run
  public ObjectNode generic(List<String> selection) {
    var nodes = JsonNodeFactory.instance;
    var generic = nodes.objectNode();
    generic.put("Port", flags.serving().address().map(a -> a.getPort()).orElse(0));
    generic.put("Address", flags.serving().address().map(a -> a.getHostString()).orElse(""));
    generic.put("MinResyncPeriod", Times.formatGoDuration(Duration.ZERO));
    generic.set("ClientConnection", Configz.clientConnection(flags.apiServer()));
    generic.put("ControllerStartInterval", Times.formatGoDuration(Duration.ZERO));
    generic.set("LeaderElection", Configz.leaderElection(election));
    selection.forEach(generic.putArray("Controllers")::add);
    generic
        .putObject("Debugging")
        .put("enableProfiling", false)
        .put("enableContentionProfiling", false);
    return generic;
  }
}
