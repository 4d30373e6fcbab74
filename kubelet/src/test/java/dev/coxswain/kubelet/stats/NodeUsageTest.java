package dev.coxswain.kubelet.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.kubelet.stats.NodeUsage.Amounts;
import dev.coxswain.kubelet.stats.NodeUsage.ContainerPart;
import dev.coxswain.kubelet.stats.NodeUsage.PodPart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeUsageTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00.250Z");
  private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

  private static final NodeUsage USAGE =
      new NodeUsage(
          "one",
          NOW,
          new Amounts(12_500_000_000L, 4096),
          1024,
          new NodeUsage.Disk(100, 40),
          List.of(
              new PodPart(
                  "default",
                  "web",
                  "u1",
                  List.of(
                      new ContainerPart("app", BEGUN, new Amounts(1_000_000_001L, 300)),
                      new ContainerPart("side", BEGUN, new Amounts(2, 50)))),
              new PodPart("default", "ended", "u2", List.of())));

  @Test
  void metricsAreGroupedByNameAndSayWhen() {
    assertThat(ResourceMetrics.of(USAGE).lines().filter(line -> !line.startsWith("#")))
        .containsExactly(
            "container_cpu_usage_seconds_total{container=\"app\",namespace=\"default\",pod=\"web\"}"
                + " 1.000000001 1767229200000",
            "container_cpu_usage_seconds_total{container=\"side\",namespace=\"default\",pod=\"web\"}"
                + " 0.000000002 1767229200000",
            "container_memory_working_set_bytes{container=\"app\",namespace=\"default\",pod=\"web\"}"
                + " 300 1767229200000",
            "container_memory_working_set_bytes{container=\"side\",namespace=\"default\",pod=\"web\"}"
                + " 50 1767229200000",
            "container_start_time_seconds{container=\"app\",namespace=\"default\",pod=\"web\"}"
                + " 1767225600.25",
            "container_start_time_seconds{container=\"side\",namespace=\"default\",pod=\"web\"}"
                + " 1767225600.25",
            "node_cpu_usage_seconds_total 12.5 1767229200000",
            "node_memory_working_set_bytes 4096 1767229200000",
            "pod_cpu_usage_seconds_total{namespace=\"default\",pod=\"web\"}"
                + " 1.000000003 1767229200000",
            "pod_memory_working_set_bytes{namespace=\"default\",pod=\"web\"} 350 1767229200000",
            "resource_scrape_error 0");
  }

  @Test
  void theSummaryTellsContainersAndTheirSum() {
    var summary = JsonCodec.parse(StatsSummary.of(USAGE).getBytes(StandardCharsets.UTF_8));
    assertThat(summary.at("/node/cpu/usageCoreNanoSeconds").asLong()).isEqualTo(12_500_000_000L);
    assertThat(summary.at("/node/memory/availableBytes").asLong()).isEqualTo(1024);
    assertThat(summary.at("/node/fs/availableBytes").asLong()).isEqualTo(40);
    assertThat(summary.at("/pods/0/podRef/uid").asText()).isEqualTo("u1");
    assertThat(summary.at("/pods/0/cpu/usageCoreNanoSeconds").asLong()).isEqualTo(1_000_000_003L);
    assertThat(summary.at("/pods/0/containers/1/memory/workingSetBytes").asLong()).isEqualTo(50);
    assertThat(summary.at("/pods/1/cpu").isMissingNode()).isTrue();
  }
}
