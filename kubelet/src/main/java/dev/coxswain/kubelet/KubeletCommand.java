package dev.coxswain.kubelet;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.Component;
import dev.coxswain.component.HealthChecks;
import dev.coxswain.component.HealthChecks.Result;
import dev.coxswain.component.HealthServer;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.Metrics;
import dev.coxswain.component.Shutdown;
import dev.coxswain.kubelet.access.Access;
import dev.coxswain.kubelet.dns.ResolvConf;
import dev.coxswain.kubelet.dns.ResolvConf.ClusterDns;
import dev.coxswain.kubelet.eviction.Threshold;
import dev.coxswain.kubelet.network.DockerBridge;
import dev.coxswain.kubelet.node.NodeSettings;
import dev.coxswain.kubelet.pod.PodWorkers;
import dev.coxswain.kubelet.runtime.docker.DockerClients;
import dev.coxswain.kubelet.server.Endpoints;
import dev.coxswain.kubelet.server.KubeletServer;
import dev.coxswain.kubelet.server.NodePods;
import dev.coxswain.kubelet.server.StreamingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `kubelet`: runs the pods of one node.
@Command(
    name = "kubelet",
    mixinStandardHelpOptions = true,
    version = "Kubernetes v1.36.0",
    sortOptions = true,
    description = "Runs the pods that the control plane binds to this node.")
public final class KubeletCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(KubeletCommand.class);

  @Mixin LogFlags logs;
  @Mixin ApiServerFlags apiServer;
  @Mixin NodeFlags node;
  @Mixin RuntimeFlags runtime;
  @Mixin ServerFlags server;
  @Mixin AccessFlags callers;

  @Option(
      names = "--root-dir",
      paramLabel = "FOLDER",
      defaultValue = "/var/lib/kubelet",
      description = "Where the files of pods are kept (default: ${DEFAULT-VALUE}).")
  Path root;

  @Option(
      names = "--cluster-dns",
      paramLabel = "ADDRESS",
      split = ",",
      description = "The name servers of the cluster.")
  List<String> clusterDns = List.of();

  @Option(
      names = "--cluster-domain",
      paramLabel = "DOMAIN",
      defaultValue = "",
      description = "The domain of the cluster, such as cluster.local.")
  String clusterDomain;

  @Option(
      names = "--resolv-conf",
      paramLabel = "FILE",
      defaultValue = "/etc/resolv.conf",
      description = "The resolver file for pods with the node's DNS (default: ${DEFAULT-VALUE}).")
  Path resolvConf;

  @Option(
      names = "--node-status-update-frequency",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How often the node's status is looked at (default: ${DEFAULT-VALUE}).")
  Duration nodeStatusFrequency;

  @Option(
      names = "--require-kubeconfig",
      arity = "0..1",
      fallbackValue = "true",
      hidden = true,
      description = "The kubeconfig is always required.")
  boolean requireKubeconfig;

  @Option(
      names = "--cleanup",
      description = "Removes the pod network and its packet filter rules, and ends.")
  boolean cleanup;

  @Override
  public Integer call() throws IOException, InterruptedException {
    logs.apply();
    if (cleanup) {
      removeNetwork();
      return 0;
    }
    run();
    return 0;
  }

  private void removeNetwork() throws IOException {
    try (var docker = DockerClients.connect(runtime.endpoint(), runtime.timeout)) {
      new DockerBridge(docker.control(), runtime.network, () -> "", runtime.hairpin()).remove();
    }
  }

  private void run() throws IOException, InterruptedException {
    var options = options();
    var rules = callers.rules();
    var shutdown = Shutdown.onSignals();
    var config = Kubeconfig.load(apiServer.kubeconfig()).config();
    var api =
        shutdown.closing(
            "API client",
            GrpcApiClient.connect(
                config,
                apiServer.grpcTarget(config.host()),
                "kubelet",
                apiServer.requestTimeout()));
    var docker = DockerClients.connect(runtime.endpoint(), runtime.timeout);
    var clock = InstantSource.system();
    var kubelet = shutdown.closing("kubelet", new Kubelet(api, docker, options, clock));
    var metrics = shutdown.closing("metrics", new Metrics());
    serveHealth(shutdown, kubelet, metrics);
    if (server.enabled) {
      var endpoints =
          new Endpoints(
              pods(kubelet.pods()), kubelet.runtime(), metrics::text, kubelet::usage, clock);
      var tls = server.tls(options.node().name());
      var access = new Access(kubelet.reviews(), rules, options.node().name(), clock);
      shutdown.closing("server", new KubeletServer(server.listen(), tls, access, endpoints));
      if (server.streaming().isPresent()) {
        shutdown.closing(
            "streaming server",
            new StreamingServer(server.streaming().get(), tls, access, endpoints));
      }
    }
    kubelet.start();
    log.atInfo().addKeyValue("node", options.node().name()).log("kubelet started");
    shutdown.await();
  }

  private void serveHealth(Shutdown shutdown, Kubelet kubelet, Metrics metrics) throws IOException {
    var address = server.health();
    if (address.isEmpty()) {
      return;
    }
    var checks =
        new HealthChecks()
            .add(
                "runtime",
                () -> {
                  kubelet.runtime().info();
                  return Result.ok();
                });
    shutdown.closing(
        "health",
        new HealthServer(address.get(), Optional.empty(), checks, checks, metrics).start());
  }

  private static NodePods pods(PodWorkers workers) {
    return new NodePods() {
      @Override
      public Optional<Pod> find(ObjectKey key) {
        return workers.find(key);
      }

      @Override
      public List<Pod> all() {
        return workers.pods();
      }
    };
  }

  private KubeletOptions options() throws IOException {
    NodeSettings settings = node.settings(server.port);
    return new KubeletOptions(
        settings,
        root.toAbsolutePath(),
        runtime.pauseImage,
        runtime.network,
        runtime.hairpin(),
        new ClusterDns(clusterDns, clusterDomain, hostResolver()),
        runtime.serializePulls,
        runtime.podPidsLimit,
        runtime.syncFrequency,
        nodeStatusFrequency,
        Threshold.parse(runtime.evictionHard),
        runtime.pressureTransition);
  }

  private ResolvConf hostResolver() throws IOException {
    return Files.isReadable(resolvConf)
        ? ResolvConf.parse(Files.readString(resolvConf))
        : new ResolvConf(List.of(), List.of(), List.of());
  }

  public static void main(String[] args) {
    var command = Component.commandLine(new KubeletCommand());
    RefusedFlags.addTo(command.getCommandSpec());
    System.exit(command.execute(args));
  }
}
