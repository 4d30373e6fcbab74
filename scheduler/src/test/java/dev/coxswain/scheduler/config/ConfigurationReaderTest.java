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
        args(
            "InterPodAffinity",
            "{hardPodAffinityWeight: 101}",
            "profiles[0].pluginConfig[0].args.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]"),
        args(
            "NodeResourcesFit",
            "{scoringStrategy: {type: Best}}",
            ".scoringStrategy.type: Unsupported value: \"Best\": supported values:"
                + " \"LeastAllocated\", \"MostAllocated\", \"RequestedToCapacityRatio\""),
        args(
            "NodeResourcesFit",
            "{scoringStrategy: {type: RequestedToCapacityRatio}}",
            ".scoringStrategy.requestedToCapacityRatio: Required value: must be specified when"),
        args(
            "NodeResourcesFit",
            "{scoringStrategy: {requestedToCapacityRatio: {shape: []}}}",
            ".scoringStrategy.requestedToCapacityRatio: Forbidden: must be nil when type is not"),
        args(
            "NodeResourcesFit",
            "{scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {}}}",
            ".requestedToCapacityRatio.shape: Required value: at least one point must be"),
        args(
            "NodeResourcesFit",
            "{scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio:"
                + " {shape: [{utilization: 5}, {utilization: 5}]}}}",
            ".shape[1].utilization: Invalid value: 5: values must be sorted in increasing order"),
        args(
            "NodeResourcesFit",
            "{scoringStrategy: {resources: [{name: cpu, weight: 101}]}}",
            ".resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range"
                + " (0, 100]"),
        args(
            "NodeResourcesBalancedAllocation",
            "{resources: [{name: cpu, weight: 2}]}",
            ".resources[0].weight: Invalid value: 2: must be 1"),
        args(
            "PodTopologySpread",
            "{defaultingType: List, defaultConstraints: [{topologyKey: zone, whenUnsatisfiable:"
                + " ScheduleAnyway}]}",
            ".defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf)"),
        args(
            "PodTopologySpread",
            "{defaultingType: List, defaultConstraints: [{maxSkew: 1, topologyKey: zone,"
                + " whenUnsatisfiable: Maybe}]}",
            ".defaultConstraints[0].whenUnsatisfiable: Unsupported value: \"Maybe\": supported"
                + " values: \"DoNotSchedule\", \"ScheduleAnyway\""),
        args(
            "PodTopologySpread",
            "{defaultingType: None}",
            ".defaultingType: Unsupported value: \"None\": supported values: \"System\", \"List\""),
        args("VolumeBinding", "{shape: [{utilization: 0, score: 0}]}", ".shape: Invalid value: "),
        arguments("extenders: [{urlPrefix: x}]", "extenders"));
  }

  private static Arguments args(String plugin, String args, String wanted) {
    return arguments(
        "profiles: [{pluginConfig: [{name: " + plugin + ", args: " + args + "}]}]", wanted);
  }

  private static void read(String yaml) {
    var configuration = ConfigurationReader.read(HEAD + yaml + "\n");
    configuration
        .profiles()
        .forEach(profile -> PluginRegistry.plugins(profile, Cluster.with().surroundings()));
  }
}
