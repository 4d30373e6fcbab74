package dev.coxswain.kubelet.eviction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.EmptyDirVolumeSource;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.core.v1.VolumeSource;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.eviction.Victims.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VictimsTest {
  private static final long MEBI = 1L << 20;

  static Stream<Arguments> choices() {
    var modest = use("modest", 0, 100, 50);
    var greedy = use("greedy", 0, 10, 20);
    var greedier = use("greedier", 0, 10, 40);
    var important = use("important", 1000, 0, 500);
    var system = use("system", 2_000_000_000, 0, 900);
    return Stream.of(
        arguments("nobody there", List.of(), ""),
        arguments("who uses more than asked goes first", List.of(modest, greedy), "greedy"),
        arguments("then who exceeds by most", List.of(greedy, greedier), "greedier"),
        arguments("who matters less goes first", List.of(important, greedy), "greedy"),
        arguments("who keeps to the request goes last", List.of(modest, important), "important"),
        arguments("the system stays", List.of(system), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("choices")
  void chooses(String row, List<Use> uses, String victim) {
    var chosen = Victims.choose(Signal.MEMORY, uses).map(use -> use.pod().getMetadata().getName());
    assertThat(chosen.orElse("")).as(row).isEqualTo(victim);
  }

  @Test
  void saysWhatWasShortAndWhoTookIt() {
    var threshold = Threshold.parse("memory.available<100Mi").getFirst();
    var use = use("web", 0, 10, 20);
    assertThat(Victims.message(threshold, 50 * MEBI, 1000 * MEBI, use))
        .isEqualTo(
            "The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi."
                + " Container a was using 20Mi, request is 10Mi, has larger consumption of"
                + " memory. ");
  }

  static Stream<Arguments> thresholds() {
    return Stream.of(
        arguments("memory.available<100Mi", 100 * MEBI, 200 * MEBI, false),
        arguments("memory.available<100Mi", 100 * MEBI - 1, 200 * MEBI, true),
        arguments("nodefs.available<10%", 20, 200, false),
        arguments("nodefs.available<10%", 19, 200, true));
  }

  @ParameterizedTest(name = "{0} with {1} of {2}: {3}")
  @MethodSource("thresholds")
  void thresholdIsCrossed(String text, long available, long capacity, boolean crossed) {
    assertThat(Threshold.parse(text).getFirst().isCrossed(available, capacity)).isEqualTo(crossed);
  }

  @Test
  void aThresholdThatNobodyKnowsIsRefused() {
    assertThatThrownBy(() -> Threshold.parse("luck.available<1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memory.available");
  }

  @Test
  void aPressureLastsForAWhile() {
    var start = Instant.EPOCH;
    var felt = new Pressure(Map.of(), Duration.ofMinutes(5)).after(Set.of(Signal.DISK), start);
    assertThat(felt.at(start.plusSeconds(299))).containsExactly(Signal.DISK);
    assertThat(felt.at(start.plusSeconds(300))).isEmpty();
  }

  @Test
  void aVolumeThatHoldsTooMuchIsTold() {
    var limit = EmptyDirVolumeSource.newBuilder().setSizeLimit(Amount.ofBytes(MEBI).toProto());
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder()
        .addVolumes(
            Volume.newBuilder()
                .setName("cache")
                .setVolumeSource(VolumeSource.newBuilder().setEmptyDir(limit)));
    assertThat(Evictions.overfull(pod.build(), Map.of("cache", MEBI))).isEmpty();
    assertThat(Evictions.overfull(pod.build(), Map.of("cache", MEBI + 1)))
        .isEqualTo(Optional.of("Usage of EmptyDir volume \"cache\" exceeds the limit \"1Mi\". "));
  }

  private static Use use(String name, int priority, long requestMebi, long usedMebi) {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getMetadataBuilder().setName(name).setUid(name);
    pod.getSpecBuilder().setPriority(priority);
    if (requestMebi > 0) {
      pod.getSpecBuilder()
          .getContainersBuilder(0)
          .getResourcesBuilder()
          .putRequests("memory", Amount.ofBytes(requestMebi * MEBI).toProto());
    }
    Pod built = pod.build();
    return new Use(built, Map.of("a", usedMebi * MEBI));
  }
}
