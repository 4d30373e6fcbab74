package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Lifecycle;
import dev.coxswain.api.core.v1.LifecycleHandler;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.apimachinery.scheme.StringEnum;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.util.List;

/// The rules for what happens when a container has started and before it stops.
final class LifecycleValidation {
  private static final List<String> LINUX_SIGNALS =
      StringEnum.of(Lifecycle.getDescriptor().findFieldByName("stopSignal"))
          .orElseThrow()
          .values()
          .stream()
          .sorted()
          .toList();
  private static final List<String> WINDOWS_SIGNALS = List.of("SIGKILL", "SIGTERM");

  private LifecycleValidation() {}

  static void check(Container container, PodSpec spec, FieldPath path, Problems problems) {
    if (!container.hasLifecycle()) {
      return;
    }
    var lifecycle = container.getLifecycle();
    var at = path.child("lifecycle");
    if (lifecycle.hasPostStart()) {
      checkHook(lifecycle.getPostStart(), spec, at.child("postStart"), problems);
    }
    if (lifecycle.hasPreStop()) {
      checkHook(lifecycle.getPreStop(), spec, at.child("preStop"), problems);
    }
    if (lifecycle.hasStopSignal()) {
      checkSignal(lifecycle.getStopSignal(), spec, at.child("stopSignal"), problems);
    }
  }

  private static void checkHook(
      LifecycleHandler hook, PodSpec spec, FieldPath path, Problems problems) {
    var one = new OneHandler(path, problems);
    if (hook.hasExec() && one.accepts("exec")) {
      HandlerValidation.checkExec(hook.getExec(), path.child("exec"), problems);
    }
    if (hook.hasHttpGet() && one.accepts("httpGet")) {
      HandlerValidation.checkHttpGet(hook.getHttpGet(), path.child("httpGet"), problems);
    }
    if (hook.hasTcpSocket() && one.accepts("tcpSocket")) {
      HandlerValidation.checkPort(
          hook.getTcpSocket().getPort(), path.child("tcpSocket", "port"), problems);
    }
    if (hook.hasSleep() && one.accepts("sleep")) {
      long seconds = hook.getSleep().getSeconds();
      long grace = spec.getTerminationGracePeriodSeconds();
      if (seconds < 0 || seconds > grace) {
        problems.invalid(
            path.child("sleep"),
            seconds,
            "must be non-negative and less than terminationGracePeriodSeconds (%d)"
                .formatted(grace));
      }
    }
    one.finish();
  }

  private static void checkSignal(String signal, PodSpec spec, FieldPath path, Problems problems) {
    if (!spec.hasOs()) {
      problems.forbidden(path, "may not be set for containers with empty `spec.os.name`");
    } else {
      problems.oneOf(
          path, signal, spec.getOs().getName().equals("windows") ? WINDOWS_SIGNALS : LINUX_SIGNALS);
    }
  }
}
