package dev.coxswain.kubelet.server;

import dev.coxswain.api.core.v1.PodList;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.ContainerStreams;
import dev.coxswain.kubelet.stats.NodeUsage;
import dev.coxswain.kubelet.stats.ResourceMetrics;
import dev.coxswain.kubelet.stats.StatsSummary;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Everything that can be asked of a kubelet.
public final class Endpoints {
  private final NodePods pods;
  private final Targets targets;
  private final ContainerStreams streams;
  private final InstantSource clock;
  private final Logs logs;
  private final RemoteCommand commands;
  private final PortForward ports;
  private final Supplier<String> metrics;
  private final Supplier<NodeUsage> usage;

  /// @param metrics in Prometheus' text form
  /// @param usage what the node and its pods use at the moment
  public Endpoints(
      NodePods pods,
      ContainerRuntime runtime,
      Supplier<String> metrics,
      Supplier<NodeUsage> usage,
      InstantSource clock) {
    this.targets = new Targets(pods, runtime);
    this.streams = runtime.streams();
    this.clock = clock;
    this.pods = pods;
    this.logs = new Logs(targets, streams, clock);
    this.commands = new RemoteCommand(targets, streams);
    this.ports = new PortForward(targets);
    this.metrics = metrics;
    this.usage = usage;
  }

  /// Logs, exec and attach once more, for clients that speak gRPC.
  StreamingService streaming() {
    return new StreamingService(targets, streams, logs, clock);
  }

  void serve(Call call, Channel channel, FullHttpRequest request)
      throws Refused, IOException, InterruptedException {
    switch (call.first()) {
      case "containerLogs" -> logs.serve(call, channel);
      case "exec", "attach" -> commands.serve(call, channel, request);
      case "portForward" -> ports.serve(call, channel, request);
      case "pods" -> Responses.send(channel, 200, Responses.JSON, podList());
      case "healthz" -> Responses.send(channel, 200, Responses.TEXT, "ok");
      case "metrics" -> Responses.send(channel, 200, Responses.TEXT, metrics(call));
      case "stats" -> Responses.send(channel, 200, Responses.JSON, StatsSummary.of(usage.get()));
      default -> throw new Refused(404, "404 page not found\n");
    }
  }

  private String metrics(Call call) throws Refused {
    return switch (String.join("/", call.path())) {
      case "metrics" -> metrics.get();
      case "metrics/resource" -> ResourceMetrics.of(usage.get());
      default -> throw new Refused(404, "404 page not found\n");
    };
  }

  private String podList() {
    var list = PodList.newBuilder().addAllItems(pods.all()).build();
    return new String(JsonCodec.toJson(list), StandardCharsets.UTF_8);
  }
}
