package dev.coxswain.kubeproxy;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.discovery.v1.EndpointSlice;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.component.Component;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthServer;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.Shutdown;
import dev.coxswain.kubeproxy.command.Commands;
import dev.coxswain.kubeproxy.command.SystemCommands;
import dev.coxswain.kubeproxy.conntrack.Conntrack;
import dev.coxswain.kubeproxy.dns.ClusterDns;
import dev.coxswain.kubeproxy.host.HostLoop;
import dev.coxswain.kubeproxy.iptables.IptablesDataplane;
import dev.coxswain.kubeproxy.iptables.LoopbackRoutes;
import dev.coxswain.kubeproxy.proxy.ProxyLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The program: flags and wiring.
@Command(
    name = "kube-proxy",
    mixinStandardHelpOptions = true,
    description = "Makes services reachable on this node.")
public final class KubeProxyCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(KubeProxyCommand.class);
  private static final String NAME = "kube-proxy";
  private static final Duration COMMAND_DEADLINE = Duration.ofSeconds(60);
  private static final Duration CHECK = Duration.ofSeconds(5);
  private static final int GRPC_PORT = 6444;

  @Mixin LogFlags logs;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Where the API server is and who we are; needed but for --cleanup.")
  Optional<Path> kubeconfig = Optional.empty();

  @Option(
      names = "--apiserver-grpc",
      paramLabel = "HOST:PORT",
      description = "The API server's gRPC port (default: the kubeconfig's host, port 6444).")
  Optional<String> grpc = Optional.empty();

  @Option(
      names = "--request-timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long one call may take (default: ${DEFAULT-VALUE}).")
  Duration requestTimeout;

  @Option(
      names = "--hostname-override",
      paramLabel = "NAME",
      description = "The node's name (default: the host name).")
  Optional<String> hostname = Optional.empty();

  @Option(
      names = "--proxy-mode",
      paramLabel = "MODE",
      defaultValue = "iptables",
      description = "How traffic is directed: iptables (default: ${DEFAULT-VALUE}).")
  String mode;

  @Option(
      names = "--cluster-cidr",
      paramLabel = "CIDR",
      defaultValue = "",
      description = "The addresses of all pods; traffic to services from elsewhere is masqueraded.")
  String clusterCidr;

  @Option(
      names = "--iptables-sync-period",
      paramLabel = "DURATION",
      defaultValue = "30s",
      description = "After which all rules are written again (default: ${DEFAULT-VALUE}).")
  Duration syncPeriod;

  @Option(
      names = "--iptables-min-sync-period",
      paramLabel = "DURATION",
      defaultValue = "100ms",
      description =
          "How long changes are collected before they are applied (default: ${DEFAULT-VALUE}).")
  Duration minSyncPeriod;

  @Option(
      names = "--cluster-dns",
      paramLabel = "ADDRESS",
      description = "Answer the cluster's DNS at this address; no DNS when left out.")
  Optional<String> clusterDns = Optional.empty();

  @Option(
      names = "--cluster-domain",
      paramLabel = "DOMAIN",
      defaultValue = "cluster.local",
      description = "The domain of services and pods (default: ${DEFAULT-VALUE}).")
  String clusterDomain;

  @Option(
      names = "--resolv-conf",
      paramLabel = "FILE",
      defaultValue = "/etc/resolv.conf",
      description = "Names the resolvers for all other domains (default: ${DEFAULT-VALUE}).")
  Path resolvConf;

  @Option(
      names = "--healthz-bind-address",
      paramLabel = "HOST:PORT",
      defaultValue = "0.0.0.0:10256",
      description = "Where /healthz and /livez are served (default: ${DEFAULT-VALUE}).")
  String healthzAddress;

  @Option(
      names = "--metrics-bind-address",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:10249",
      description = "Where /metrics is served (default: ${DEFAULT-VALUE}).")
  String metricsAddress;

  @Option(names = "--cleanup", description = "Removes all rules and addresses of ours, and ends.")
  boolean cleanup;

  private final Commands commands = new SystemCommands(COMMAND_DEADLINE);

  private KubeProxyCommand() {}

  /// Runs until the process is told to end.
  public static void main(String[] args) {
    System.exit(Component.run(new KubeProxyCommand(), args));
  }

  @Override
  public Integer call() throws Exception {
    logs.apply();
    if (!mode.equals("iptables")) {
      throw new IllegalArgumentException("--proxy-mode: wants iptables, got " + mode);
    }
    if (cleanup) {
      new IptablesDataplane(commands, clusterCidr).cleanUp();
      clusterDns.ifPresent(address -> ClusterDns.cleanUp(address, commands));
      new LoopbackRoutes(commands).restore();
      HostLoop.cleanUp(commands);
      return 0;
    }
    run();
    return 0;
  }

  private void run() throws IOException, InterruptedException {
    new LoopbackRoutes(commands).allow();
    var shutdown = Shutdown.onSignals();
    var informers = shutdown.closing("informers", new InformerFactory(connect(shutdown)));
    var services = informers.informer(Service.class);
    var slices = informers.informer(EndpointSlice.class);
    var nodes = informers.informer(Node.class);
    informers.startAll();
    while (!informers.awaitSync(CHECK)) {
      log.atInfo().log("waiting for services and endpoint slices");
    }
    var loop =
        new ProxyLoop(
            new ProxyLoop.Sources(
                nodeName(), clusterDns.stream().toList(), services.lister(), slices.lister()),
            new IptablesDataplane(commands, clusterCidr),
            new Conntrack(commands),
            new ProxyLoop.Periods(minSyncPeriod, syncPeriod, CHECK),
            Clock.systemUTC());
    services.addHandler(ResourceHandler.objects(_ -> loop.wake()));
    slices.addHandler(ResourceHandler.objects(_ -> loop.wake()));
    if (clusterDns.isPresent()) {
      var settings = new ClusterDns.Settings(clusterDns.get(), clusterDomain, resolvConf);
      var dns =
          shutdown.closing(
              "dns", ClusterDns.start(settings, services.lister(), slices.lister(), commands));
      services.addHandler(ResourceHandler.objects(_ -> dns.wake()));
      slices.addHandler(ResourceHandler.objects(_ -> dns.wake()));
    }
    var host = new HostLoop(nodeName(), clusterCidr, nodes.lister(), commands);
    nodes.addHandler(ResourceHandler.objects(_ -> host.wake()));
    shutdown.closing("host", Thread.ofPlatform().name("host").start(host::run)::interrupt);
    serveHealth(shutdown, loop);
    var thread = Thread.ofPlatform().name("proxy").start(loop::run);
    shutdown.closing("proxy", thread::interrupt);
    shutdown.await();
  }

  private GrpcApiClient connect(Shutdown shutdown) {
    var config =
        Kubeconfig.load(
                kubeconfig.orElseThrow(
                    () -> new IllegalArgumentException("--kubeconfig is required")))
            .config();
    String target = grpc.orElse(config.host() + ":" + GRPC_PORT);
    return shutdown.closing("client", GrpcApiClient.connect(config, target, NAME, requestTimeout));
  }

  private String nodeName() throws IOException {
    String name = hostname.isPresent() ? hostname.get() : InetAddress.getLocalHost().getHostName();
    return name.toLowerCase(Locale.ROOT);
  }

  private void serveHealth(Shutdown shutdown, ProxyLoop loop) throws IOException {
    var checks =
        new HealthChecks()
            .add(
                "rules",
                () ->
                    loop.isBehind()
                        ? HealthChecks.Result.failed("rules wait to be applied")
                        : HealthChecks.Result.ok());
    var metrics = shutdown.closing("metrics", new Metrics());
    for (String address : List.of(healthzAddress, metricsAddress)) {
      shutdown.closing(
          "health",
          new HealthServer(socket(address), Optional.empty(), checks, checks, metrics).start());
    }
  }

  private static InetSocketAddress socket(String address) {
    int colon = address.lastIndexOf(':');
    return new InetSocketAddress(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }
}
