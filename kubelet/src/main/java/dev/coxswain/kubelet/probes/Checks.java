package dev.coxswain.kubelet.probes;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Probe;
import dev.coxswain.api.core.v1.TCPSocketAction;
import dev.coxswain.kubelet.probes.HttpCheck.Asker;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// Carries out one probe.
final class Checks {
  private final ContainerRuntime runtime;
  private final HttpCheck http;

  Checks(ContainerRuntime runtime, HttpCheck http) {
    this.runtime = runtime;
    this.http = http;
  }

  Answer check(Probe probe, Container container, String containerId, String podIp)
      throws InterruptedException {
    var timeout = Duration.ofSeconds(Math.max(1, probe.getTimeoutSeconds()));
    var handler = probe.getHandler();
    if (handler.hasExec()) {
      return exec(handler.getExec().getCommandList(), containerId, timeout);
    }
    if (handler.hasHttpGet()) {
      return http(probe, container, podIp, timeout);
    }
    if (handler.hasTcpSocket()) {
      return tcp(handler.getTcpSocket(), container, podIp, timeout);
    }
    if (handler.hasGrpc()) {
      var grpc = handler.getGrpc();
      return GrpcCheck.check(podIp, grpc.getPort(), grpc.getService(), timeout);
    }
    return Answer.bad("missing probe handler for container " + container.getName());
  }

  private Answer exec(List<String> command, String containerId, Duration timeout)
      throws InterruptedException {
    try {
      var result = runtime.exec(containerId, command, timeout);
      return new Answer(result.exitCode() == 0, result.output());
    } catch (TimeoutException e) {
      return Answer.bad(
          "command timed out: \"%s\" timed out after %ds"
              .formatted(String.join(" ", command), timeout.toSeconds()));
    } catch (RuntimeFailure e) {
      return Answer.bad(e.getMessage());
    }
  }

  private Answer http(Probe probe, Container container, String podIp, Duration timeout)
      throws InterruptedException {
    try {
      var reply = http.get(Asker.PROBE, probe.getHandler().getHttpGet(), container, podIp, timeout);
      return reply.code() >= 200 && reply.code() < 400
          ? Answer.good(reply.body())
          : Answer.bad("HTTP probe failed with statuscode: " + reply.code());
    } catch (IOException e) {
      return Answer.bad(e.getMessage());
    }
  }

  private static Answer tcp(
      TCPSocketAction action, Container container, String podIp, Duration timeout) {
    var port = Ports.resolve(action.getPort(), container);
    if (port.isEmpty()) {
      return Answer.bad("couldn't find port: " + action.getPort().getStrVal() + " in container");
    }
    var host = action.getHost().isEmpty() ? podIp : action.getHost();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port.getAsInt()), (int) timeout.toMillis());
      return Answer.good("");
    } catch (SocketTimeoutException e) {
      return Answer.bad("dial tcp %s:%d: i/o timeout".formatted(host, port.getAsInt()));
    } catch (IOException e) {
      return Answer.bad(
          "dial tcp %s:%d: connect: connection refused".formatted(host, port.getAsInt()));
    }
  }
}
