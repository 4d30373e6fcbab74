package dev.coxswain.apiserver.registry.pods;

import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Probe;
import dev.coxswain.api.core.v1.ProbeHandler;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Numbers;
import dev.coxswain.apiserver.registry.validation.Problems;

/// The rules for liveness, readiness and startup probes.
final class ProbeValidation {
  private ProbeValidation() {}

  static void checkAll(Container container, FieldPath path, Problems problems) {
    if (container.hasLivenessProbe()) {
      checkStopping(container.getLivenessProbe(), path.child("livenessProbe"), problems);
    }
    if (container.hasReadinessProbe()) {
      var at = path.child("readinessProbe");
      check(container.getReadinessProbe(), at, problems);
      if (container.getReadinessProbe().hasTerminationGracePeriodSeconds()) {
        problems.invalid(
            at.child("terminationGracePeriodSeconds"),
            container.getReadinessProbe().getTerminationGracePeriodSeconds(),
            "must not be set for readinessProbes");
      }
    }
    if (container.hasStartupProbe()) {
      checkStopping(container.getStartupProbe(), path.child("startupProbe"), problems);
    }
  }

  /// A probe whose failure stops the container.
  private static void checkStopping(Probe probe, FieldPath path, Problems problems) {
    check(probe, path, problems);
    if (probe.getSuccessThreshold() != 1) {
      problems.invalid(path.child("successThreshold"), probe.getSuccessThreshold(), "must be 1");
    }
  }

  private static void check(Probe probe, FieldPath path, Problems problems) {
    checkHandler(probe.getHandler(), path, problems);
    problems.nonNegative(path.child("initialDelaySeconds"), probe.getInitialDelaySeconds());
    problems.nonNegative(path.child("timeoutSeconds"), probe.getTimeoutSeconds());
    problems.nonNegative(path.child("periodSeconds"), probe.getPeriodSeconds());
    problems.nonNegative(path.child("successThreshold"), probe.getSuccessThreshold());
    problems.nonNegative(path.child("failureThreshold"), probe.getFailureThreshold());
    if (probe.hasTerminationGracePeriodSeconds() && probe.getTerminationGracePeriodSeconds() <= 0) {
      problems.invalid(
          path.child("terminationGracePeriodSeconds"),
          probe.getTerminationGracePeriodSeconds(),
          "must be greater than 0");
    }
  }

  private static void checkHandler(ProbeHandler handler, FieldPath path, Problems problems) {
    var one = new OneHandler(path, problems);
    if (handler.hasExec() && one.accepts("exec")) {
      HandlerValidation.checkExec(handler.getExec(), path.child("exec"), problems);
    }
    if (handler.hasHttpGet() && one.accepts("httpGet")) {
      HandlerValidation.checkHttpGet(handler.getHttpGet(), path.child("httpGet"), problems);
    }
    if (handler.hasTcpSocket() && one.accepts("tcpSocket")) {
      HandlerValidation.checkPort(
          handler.getTcpSocket().getPort(), path.child("tcpSocket", "port"), problems);
    }
    if (handler.hasGrpc() && one.accepts("grpc")) {
      int port = handler.getGrpc().getPort();
      problems.invalid(path.child("grpc", "port"), port, Numbers.isValidPort(port));
    }
    one.finish();
  }
}
