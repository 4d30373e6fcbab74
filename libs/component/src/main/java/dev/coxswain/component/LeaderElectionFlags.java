package dev.coxswain.component;

import java.time.Duration;
import picocli.CommandLine.Option;

/// Whether and how one of several instances is chosen to work; upstream's names and timings.
public final class LeaderElectionFlags {
  @Option(
      names = "--leader-elect",
      paramLabel = "BOOL",
      arity = "0..1",
      fallbackValue = "true",
      description = "Work only while holding the lease (default: ${DEFAULT-VALUE}).")
  boolean enabled = true;

  @Option(
      names = "--leader-elect-lease-duration",
      paramLabel = "DURATION",
      defaultValue = "15s",
      description = "How long others wait for a silent leader (default: ${DEFAULT-VALUE}).")
  Duration leaseDuration;

  @Option(
      names = "--leader-elect-renew-deadline",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long a leader tries to renew before it stops (default: ${DEFAULT-VALUE}).")
  Duration renewDeadline;

  @Option(
      names = "--leader-elect-retry-period",
      paramLabel = "DURATION",
      defaultValue = "2s",
      description = "The pause between two tries (default: ${DEFAULT-VALUE}).")
  Duration retryPeriod;

  @Option(
      names = "--leader-elect-resource-namespace",
      paramLabel = "NAMESPACE",
      defaultValue = "kube-system",
      description = "Where the lease is (default: ${DEFAULT-VALUE}).")
  String namespace;

  @Option(
      names = "--leader-elect-resource-name",
      paramLabel = "NAME",
      description = "The lease's name (default: ${DEFAULT-VALUE}).")
  String name;

  /// Flags of a component.
  ///
  /// @param defaultName the name of its lease
  public LeaderElectionFlags(String defaultName) {
    this.name = defaultName;
  }

  public boolean enabled() {
    return enabled;
  }

  public Duration leaseDuration() {
    return leaseDuration;
  }

  public Duration renewDeadline() {
    return renewDeadline;
  }

  public Duration retryPeriod() {
    return retryPeriod;
  }

  public String namespace() {
    return namespace;
  }

  public String name() {
    return name;
  }
}
