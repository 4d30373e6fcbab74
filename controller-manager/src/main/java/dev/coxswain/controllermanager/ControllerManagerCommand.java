package dev.coxswain.controllermanager;

import dev.coxswain.client.AccountClients;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.client.RawApi;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.Component;
import dev.coxswain.component.LeaderElectionFlags;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.controllermanager.autoscaling.RestMetricsApi;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.process.ControllerProcess;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The controller manager's command line: flags and wiring.
@Command(
    name = "controller-manager",
    mixinStandardHelpOptions = true,
    description = "Makes the cluster what its objects say that it should be.")
public final class ControllerManagerCommand implements Callable<Integer> {
  private static final String NAME = "kube-controller-manager";
  private static final String NAMESPACE = "kube-system";
  private static final int DEFAULT_PORT = 10257;

  @Mixin LogFlags logs;
  @Mixin ApiServerFlags apiServer;
  @Mixin ServingFlags serving = new ServingFlags(DEFAULT_PORT);
  @Mixin LeaderElectionFlags leaderElection = new LeaderElectionFlags(NAME);
  @Mixin ControllerFlags controllers;

  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  /// Runs the controllers until the process is told to end.
  public static void main(String[] args) {
    System.exit(Component.run(new ControllerManagerCommand(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply();
    var flags = new ControllerProcess.Flags(apiServer, serving, leaderElection);
    var process = new ControllerProcess(NAME, flags, clock, random);
    var metricsApi = process.shutdown().closing("metrics client", connectToMetrics());
    var options = controllers.options().withMetrics(new RestMetricsApi(metricsApi));
    var client = process.connect();
    var informers = process.shutdown().closing("informers", new InformerFactory(client));
    var context = withAccounts(new ControllerContext(client, informers, clock), process);
    var set = process.shutdown().closing("controllers", ControllerSet.create(context, options));
    var configz = ManagerConfiguration.of(process.generic(controllers.selection), controllers);
    process.run(client, informers, set.controllers(), configz, set::start);
    return 0;
  }

  private ControllerContext withAccounts(ControllerContext context, ControllerProcess process) {
    if (!controllers.useAccounts) {
      return context;
    }
    var config = Kubeconfig.load(apiServer.kubeconfig()).config();
    var accounts =
        new AccountClients(
            context.client(),
            config,
            apiServer.grpcTarget(config.host()),
            NAMESPACE,
            NAME,
            apiServer.requestTimeout(),
            clock);
    process.shutdown().closing("accounts", accounts);
    return context.withClients(
        controller -> ControllerAccounts.of(controller).map(accounts::of).orElse(context.client()));
  }

  private RawApi connectToMetrics() {
    return RawApi.connect(
        Kubeconfig.load(apiServer.kubeconfig()).config(), apiServer.requestTimeout());
  }
}
