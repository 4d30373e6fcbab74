package dev.coxswain.cloudcontrollermanager;

import dev.coxswain.client.InformerFactory;
import dev.coxswain.cloudcontrollermanager.vm.VmProvider;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.Component;
import dev.coxswain.component.LeaderElectionFlags;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.controllermanager.ControllerSet;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.process.ControllerProcess;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The cloud controller manager's command line: flags and wiring.
@Command(
    name = "cloud-controller-manager",
    mixinStandardHelpOptions = true,
    description = "Joins the cluster to what its machines run on: instances, routes, balancers.")
public final class CloudControllerManagerCommand implements Callable<Integer> {
  private static final String NAME = "cloud-controller-manager";
  private static final int DEFAULT_PORT = 10258;

  @Mixin LogFlags logs;
  @Mixin ApiServerFlags apiServer;
  @Mixin ServingFlags serving = new ServingFlags(DEFAULT_PORT);
  @Mixin LeaderElectionFlags leaderElection = new LeaderElectionFlags(NAME);
  @Mixin CloudFlags cloud;

  private final InstantSource clock = InstantSource.system();
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  /// Runs the controllers until the process is told to end.
  public static void main(String[] args) {
    System.exit(Component.run(new CloudControllerManagerCommand(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply();
    var options = cloud.options();
    var flags = new ControllerProcess.Flags(apiServer, serving, leaderElection);
    var process = new ControllerProcess(NAME, flags, clock, random);
    var client = process.connect();
    var informers = process.shutdown().closing("informers", new InformerFactory(client));
    var context = new ControllerContext(client, informers, clock);
    var provider = VmProvider.create(context, cloud.configuration);
    var controllers = CloudControllers.create(context, provider, options);
    var set = process.shutdown().closing("controllers", ControllerSet.of(context, controllers));
    var configz = cloud.configz(process.generic(cloud.selection));
    process.run(client, informers, set.controllers(), configz, set::start);
    return 0;
  }
}
