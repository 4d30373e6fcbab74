package dev.coxswain.apiserver.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.usage.Account.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final long SECOND = 1_000_000_000;

  static Stream<Arguments> pairs() {
    return Stream.of(
        arguments(
            "half a processor",
            reading(0, 100, SECOND),
            reading(10, 100, 6 * SECOND),
            Optional.of(
                new Usage(START.plusSeconds(10), Duration.ofSeconds(10), SECOND / 2, 4096))),
        arguments("the same moment", reading(10, 100, 1), reading(10, 100, 2), Optional.empty()),
        arguments(
            "started again in between",
            reading(0, 100, 1),
            reading(10, 105, 5 * SECOND),
            Optional.empty()),
        arguments(
            "a counter that went back", reading(0, 0, 5), reading(10, 0, 4), Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void isTheAverageOfOneRun(String name, Reading before, Reading after, Optional<Usage> expected) {
    assertThat(Usage.between(before, after)).isEqualTo(expected);
  }

  @Test
  void podsAreShownOnceAllTheirContainersAreKnown() {
    var whole = new ObjectKey("default", "whole");
    var half = new ObjectKey("default", "half");
    var before =
        new Account(
            reading(0, 0, 0),
            Map.of(whole, Map.of("a", reading(0, 1, 0)), half, Map.of("a", reading(0, 1, 0))));
    var after =
        new Account(
            reading(10, 0, 0),
            Map.of(
                whole, Map.of("a", reading(10, 1, SECOND)),
                half, Map.of("a", reading(10, 1, 0), "b", reading(10, 9, 0))));
    assertThat(Usage.ofPods(before, after)).containsOnlyKeys(whole);
  }

  @Test
  void readsWhatKubeletsSay() {
    var account =
        Account.of(
                """
                # TYPE container_cpu_usage_seconds_total counter
                container_cpu_usage_seconds_total{container="c",namespace="n",pod="p"} 1.5 1000
                container_cpu_usage_seconds_total{container="d",namespace="n",pod="p"} 2e-05 1000
                container_memory_working_set_bytes{container="c",namespace="n",pod="p"} 2.1e+06 1000
                container_start_time_seconds{container="c",namespace="n",pod="p"} 1.7e+09
                node_cpu_usage_seconds_total 12 2000
                node_memory_working_set_bytes 4096 2000
                """)
            .orElseThrow();
    assertThat(account.node())
        .isEqualTo(new Reading(Instant.ofEpochSecond(2), Instant.EPOCH, 12 * SECOND, 4096));
    assertThat(account.pods())
        .isEqualTo(
            Map.of(
                new ObjectKey("n", "p"),
                Map.of(
                    "c",
                    new Reading(
                        Instant.ofEpochSecond(1),
                        Instant.ofEpochSecond(1_700_000_000),
                        3 * SECOND / 2,
                        2_100_000))));
    assertThat(Account.of("nothing")).isEmpty();
  }

  private static Reading reading(long at, long since, long nanos) {
    return new Reading(START.plusSeconds(at), Instant.ofEpochSecond(since), nanos, 4096);
  }
}
