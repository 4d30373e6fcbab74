package dev.coxswain.apiserver;

import dev.coxswain.apiserver.flow.FairLimits;
import dev.coxswain.apiserver.flow.FlowMetrics;
import dev.coxswain.apiserver.flow.PlainLimits;
import dev.coxswain.apiserver.flow.RequestLimits;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.rest.RequestDeadlines;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Option;

/// How much is done at a time, and for how long.
final class LimitFlags {
  /// As upstream: of the time that a request has, a quarter may be spent waiting.
  private static final int WAITING_PART = 4;

  @Option(
      names = "--max-requests-inflight",
      paramLabel = "N",
      defaultValue = "400",
      description =
          "Reads under way at a time, or with fairness part of the sum of all; 0 sets no limit"
              + " (default: ${DEFAULT-VALUE}).")
  int reading;

  @Option(
      names = "--max-mutating-requests-inflight",
      paramLabel = "N",
      defaultValue = "200",
      description =
          "Writes under way at a time, or with fairness part of the sum of all; 0 sets no limit"
              + " (default: ${DEFAULT-VALUE}).")
  int mutating;

  @Option(
      names = "--enable-priority-and-fairness",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "Whether FlowSchemas and PriorityLevelConfigurations share the requests under way among"
              + " users (default: ${DEFAULT-VALUE}).")
  boolean fair;

  @Option(
      names = "--request-timeout",
      paramLabel = "DURATION",
      defaultValue = "1m",
      description =
          "How long a request may take, unless it is a stream (default: ${DEFAULT-VALUE}).")
  Duration requestTimeout;

  @Option(
      names = "--shutdown-delay-duration",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description =
          "How long the server goes on serving, but not ready, when it is told to end (default:"
              + " ${DEFAULT-VALUE}).")
  Duration shutdownDelay;

  RequestLimits limits(Lookup lookup, InstantSource clock, FlowMetrics metrics) {
    return fair
        ? new FairLimits(
            reading + mutating, requestTimeout.dividedBy(WAITING_PART), lookup, clock, metrics)
        : new PlainLimits(reading, mutating);
  }

  RequestDeadlines deadlines(Deadlines deadlines) {
    return new RequestDeadlines(deadlines, requestTimeout);
  }

  /// @throws IllegalArgumentException if the flags don't fit together
  void check() {
    if (reading < 0) {
      throw new IllegalArgumentException("--max-requests-inflight can not be negative value");
    }
    if (mutating < 0) {
      throw new IllegalArgumentException(
          "--max-mutating-requests-inflight can not be negative value");
    }
    if (fair && reading + mutating <= 0) {
      throw new IllegalArgumentException(
          "wants --max-requests-inflight and --max-mutating-requests-inflight above 0 in sum for"
              + " --enable-priority-and-fairness, got "
              + (reading + mutating));
    }
    if (!requestTimeout.isPositive()) {
      throw new IllegalArgumentException("--request-timeout can not be negative value");
    }
    if (shutdownDelay.isNegative()) {
      throw new IllegalArgumentException("--shutdown-delay-duration can not be negative value");
    }
  }
}
