package dev.coxswain.kubelet.hooks;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.LifecycleHandler;
import dev.coxswain.kubelet.probes.HttpCheck;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.RuntimeFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// Hooks as commands in the container, HTTP requests to it, or pauses.
public final class ContainerHooks implements Hooks {
  private final ContainerRuntime runtime;
  private final HttpCheck http;

  public ContainerHooks(ContainerRuntime runtime, HttpCheck http) {
    this.runtime = runtime;
    this.http = http;
  }

  @Override
  public Optional<String> run(
      LifecycleHandler handler,
      Container container,
      String containerId,
      String podIp,
      Duration atMost)
      throws InterruptedException {
    if (handler.hasExec()) {
      return exec(handler, containerId, atMost);
    }
    if (handler.hasHttpGet()) {
      return get(handler, container, podIp, atMost);
    }
    if (handler.hasSleep()) {
      var wanted = Duration.ofSeconds(handler.getSleep().getSeconds());
      Thread.sleep(wanted.compareTo(atMost) < 0 ? wanted : atMost);
      return Optional.empty();
    }
    return Optional.of("invalid handler: " + handler);
  }

  private Optional<String> exec(LifecycleHandler handler, String containerId, Duration atMost)
      throws InterruptedException {
    var command = handler.getExec().getCommandList();
    try {
      var result = runtime.exec(containerId, command, atMost);
      return result.exitCode() == 0
          ? Optional.empty()
          : Optional.of(
              "command '%s' exited with %d: %s"
                  .formatted(String.join(" ", command), result.exitCode(), result.output()));
    } catch (TimeoutException | RuntimeFailure e) {
      return Optional.of(e.getMessage());
    }
  }

  private Optional<String> get(
      LifecycleHandler handler, Container container, String podIp, Duration atMost)
      throws InterruptedException {
    try {
      http.get(handler.getHttpGet(), container, podIp, atMost);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }
}
