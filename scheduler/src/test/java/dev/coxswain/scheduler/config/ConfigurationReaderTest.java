package dev.coxswain.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.framework.FilterPlugin;
import dev.coxswain.scheduler.framework.ScorePlugin;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationReaderTest {
  private static final String HEAD =
      """
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: KubeSchedulerConfiguration
      """;

  @Test
  void readsProfilesAndTheirPlugins() {
    var configuration =
        ConfigurationReader.read(
            HEAD
                + """
                podInitialBackoffSeconds: 2
                leaderElection: {leaderElect: false, leaseDuration: 20s}
                profiles:
                - schedulerName: default-scheduler
                - schedulerName: packed
                  plugins:
                    score:
                      disabled: [{name: "*"}]
                      enabled: [{name: NodeResourcesFit, weight: 5}]
                    multiPoint:
                      disabled: [{name: TaintToleration}]
                  pluginConfig:
                  - name: NodeResourcesFit
                    args:
                      scoringStrategy:
                        type: MostAllocated
                        resources: [{name: cpu, weight: 3}]
                """);
    assertThat(configuration.podInitialBackoff()).isEqualTo(Duration.ofSeconds(2));
    assertThat(configuration.leaderElection().leaderElect()).contains(false);
    assertThat(configuration.leaderElection().leaseDuration()).contains(Duration.ofSeconds(20));
    var packed =
        PluginRegistry.plugins(configuration.profiles().get(1), Cluster.with().surroundings());
    assertThat(packed.names(ScorePlugin.class)).containsExactly("NodeResourcesFit");
    assertThat(packed.names(FilterPlugin.class))
        .contains("NodeResourcesFit", "NodeAffinity")
        .doesNotContain("TaintToleration");
  }

  @Test
  void defaultsAreUpstreams() {
    var plugins = Cluster.plugins();
    assertThat(plugins.names(ScorePlugin.class))
        .containsExactly(
            "TaintToleration",
            "NodeAffinity",
            "NodeResourcesFit",
            "PodTopologySpread",
            "InterPodAffinity",
            "NodeResourcesBalancedAllocation",
            "ImageLocality");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void saysWhatIsWrong(String yaml, String wanted) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(BadConfiguration.class)
        .hasMessageContaining(wanted);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("parallelism: 0", "should be an integer value greater than zero"),
        arguments("percentageOfNodesToScore: 101", "not in valid range [0-100]"),
        arguments("podMaxBackoffSeconds: 0", "must be greater than or equal to"),
        arguments("paralelism: 3", "unknown field \"paralelism\""),
        arguments("profiles: [{schedulerName: a}, {schedulerName: a}]", "Duplicate value: \"a\""),
        arguments("profiles: [{schedulerName: a}, {}]", "profiles[1].schedulerName: Required"),
        arguments(
            "profiles: [{plugins: {filter: {enabled: [{name: Nope}]}}}]", "plugin does not exist"),
        arguments(
            "profiles: [{pluginConfig: [{name: InterPodAffinity, args: {hardPodAffinityWeight:"
                + " 101}}]}]",
            "not in valid range [0-100]"),
        arguments(
            "profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type:"
                + " RequestedToCapacityRatio}}}]}]",
            "at least one point must be specified"),
        arguments("extenders: [{urlPrefix: x}]", "extenders"));
  }

  private static void read(String yaml) {
    var configuration = ConfigurationReader.read(HEAD + yaml + "\n");
    configuration
        .profiles()
        .forEach(profile -> PluginRegistry.plugins(profile, Cluster.with().surroundings()));
  }
}
