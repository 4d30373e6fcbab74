package dev.coxswain.kubelet.hooks;

import dev.coxswain.api.core.v1.LifecycleHandler;
import dev.coxswain.kubelet.probes.HttpCheck;
import dev.coxswain.kubelet.probes.HttpCheck.Asker;
import dev.coxswain.kubelet.runtime.ContainerRuntime;
import dev.coxswain.kubelet.runtime.PodId;
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
  public Optional<String> run(LifecycleHandler handler, Target target, Duration atMost)
      throws InterruptedException {
    if (handler.hasExec()) {
      return exec(handler, target, atMost);
    }
    if (handler.hasHttpGet()) {
      return get(handler, target, atMost);
    }
    if (handler.hasSleep()) {
      var wanted = Duration.ofSeconds(handler.getSleep().getSeconds());
      Thread.sleep(wanted.compareTo(atMost) < 0 ? wanted : atMost);
      return Optional.empty();
    }
    return Optional.of("Cannot run handler: invalid handler: " + handler);
  }

  private Optional<String> exec(LifecycleHandler handler, Target target, Duration atMost)
      throws InterruptedException {
    var command = handler.getExec().getCommandList();
    var what = "Exec lifecycle hook ([" + String.join(" ", command) + "])";
    try {
      var result = runtime.exec(target.containerId(), command, atMost);
      if (result.exitCode() == 0) {
        return Optional.empty();
      }
      var error =
          "command '%s' exited with %d: %s"
              .formatted(String.join(" ", command), result.exitCode(), result.output());
      return Optional.of(
          failed(what, target, error) + ", message: \"" + result.output().strip() + "\"");
    } catch (TimeoutException | RuntimeFailure e) {
      return Optional.of(failed(what, target, e.getMessage()) + ", message: \"\"");
    }
  }

  /// Any answer will do, whatever its code.
  private Optional<String> get(LifecycleHandler handler, Target target, Duration atMost)
      throws InterruptedException {
    var action = handler.getHttpGet();
    try {
      http.get(Asker.HOOK, action, target.container(), target.podIp(), atMost);
      return Optional.empty();
    } catch (IOException e) {
      var what = "HTTP lifecycle hook (" + action.getPath() + ")";
      return Optional.of(failed(what, target, e.getMessage()));
    }
  }

  private static String failed(String what, Target target, String error) {
    return "%s for Container \"%s\" in Pod \"%s\" failed - error: %s"
        .formatted(what, target.container().getName(), PodId.of(target.pod()), error);
  }
}
