package dev.coxswain.apiserver;

import dev.coxswain.apiserver.rest.InflightLimits;
import picocli.CommandLine.Option;

/// How much is done at a time.
final class LimitFlags {
  @Option(
      names = "--max-requests-inflight",
      paramLabel = "N",
      defaultValue = "400",
      description = "Reads under way at a time (default: ${DEFAULT-VALUE}).")
  int reading;

  @Option(
      names = "--max-mutating-requests-inflight",
      paramLabel = "N",
      defaultValue = "200",
      description = "Writes under way at a time (default: ${DEFAULT-VALUE}).")
  int mutating;

  InflightLimits limits() {
    return new InflightLimits(reading, mutating);
  }
}
