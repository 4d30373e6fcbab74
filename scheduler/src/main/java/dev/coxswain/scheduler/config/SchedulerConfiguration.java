package dev.coxswain.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `KubeSchedulerConfiguration` with all defaults in place.
///
/// @param percentageOfNodesToScore 0 for what suits the size of the cluster
/// @param podInitialBackoff the pause after a pod's first failure
/// @param podMaxBackoff the longest pause
public record SchedulerConfiguration(
    List<ProfileSpec> profiles,
    int parallelism,
    int percentageOfNodesToScore,
    Duration podInitialBackoff,
    Duration podMaxBackoff,
    LeaderElection leaderElection) {
  public static final String API_VERSION = "kubescheduler.config.k8s.io/v1";
  public static final String KIND = "KubeSchedulerConfiguration";

  /// One profile.
  ///
  /// @param path where it stands in the file, for messages
  /// @param plugins by extension point, `multiPoint` included
  /// @param arguments by plugin, as they stand in the file
  public record ProfileSpec(
      String path,
      String schedulerName,
      int percentageOfNodesToScore,
      Map<String, Choice> plugins,
      Map<String, JsonNode> arguments) {
    public ProfileSpec {
      plugins = Map.copyOf(plugins);
      arguments = new LinkedHashMap<>(arguments);
    }

    Choice at(String point) {
      return plugins.getOrDefault(point, Choice.NONE);
    }
  }

  /// Plugins that are asked, in this order, and plugins that are not.
  ///
  /// @param disabled names; `*` is for all
  public record Choice(List<Enabled> enabled, List<String> disabled) {
    static final Choice NONE = new Choice(List.of(), List.of());

    public Choice {
      enabled = List.copyOf(enabled);
      disabled = List.copyOf(disabled);
    }

    boolean disables(String plugin) {
      return disabled.contains("*") || disabled.contains(plugin);
    }
  }

  /// A plugin and how much its preference counts.
  ///
  /// @param weight 0 for the plugin's usual one
  public record Enabled(String name, int weight) {}

  /// What the file says of leader election; flags say the rest.
  public record LeaderElection(
      Optional<Boolean> leaderElect,
      Optional<Duration> leaseDuration,
      Optional<Duration> renewDeadline,
      Optional<Duration> retryPeriod,
      Optional<String> resourceName,
      Optional<String> resourceNamespace) {
    static final LeaderElection UNSAID =
        new LeaderElection(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  public SchedulerConfiguration {
    profiles = List.copyOf(profiles);
  }

  /// What holds when there is no file.
  public static SchedulerConfiguration defaults() {
    return new SchedulerConfiguration(
        List.of(new ProfileSpec("profiles[0]", "default-scheduler", 0, Map.of(), Map.of())),
        16,
        0,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        LeaderElection.UNSAID);
  }
}
