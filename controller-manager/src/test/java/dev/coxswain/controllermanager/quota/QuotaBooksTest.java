package dev.coxswain.controllermanager.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.apimachinery.quota.ResourceAmounts;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class QuotaBooksTest {
  static Stream<Arguments> books() {
    return Stream.of(
        arguments(
            "a new quota starts with what is there",
            Map.of(),
            Map.of("pods", "2"),
            false,
            "pods=2",
            false),
        arguments(
            "more than booked counts at once",
            Map.of("pods", "1"),
            Map.of("pods", "2"),
            false,
            "pods=2",
            false),
        arguments(
            "less is not believed while something may be on its way",
            Map.of("pods", "2"),
            Map.of("pods", "1"),
            false,
            "pods=2",
            true),
        arguments(
            "less is believed once nothing is",
            Map.of("pods", "2"),
            Map.of("pods", "1"),
            true,
            "pods=1",
            false),
        arguments(
            "the same needs no patience",
            Map.of("pods", "1"),
            Map.of("pods", "1"),
            false,
            "pods=1",
            false),
        arguments(
            "one goes up while another waits",
            Map.of("cpu", "1", "pods", "3"),
            Map.of("cpu", "2", "pods", "2"),
            false,
            "cpu=2,pods=3",
            true),
        arguments(
            "what nobody can count stays as booked",
            Map.of("pods", "1"),
            Map.of(),
            true,
            "pods=1",
            false),
        arguments(
            "what is no longer limited is forgotten",
            Map.of("memory", "1", "pods", "1"),
            Map.of("pods", "1"),
            false,
            "pods=1",
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("books")
  void kept(
      String why,
      Map<String, String> booked,
      Map<String, String> counted,
      boolean atRest,
      String used,
      boolean unsettled) {
    var quota = ResourceQuota.newBuilder();
    quota.getSpecBuilder().putAllHard(amounts(Map.of("cpu", "8", "pods", "9")).toProto());
    quota.getStatusBuilder().putAllUsed(amounts(booked).toProto());
    var plan = QuotaBooks.plan(quota.build(), amounts(counted), atRest);
    assertThat(ResourceAmounts.of(plan.status().getUsedMap())).as(why).hasToString(used);
    assertThat(plan.status().getHardMap()).isEqualTo(quota.getSpec().getHardMap());
    assertThat(plan.unsettled()).isEqualTo(unsettled);
  }

  private static ResourceAmounts amounts(Map<String, String> texts) {
    var amounts = new TreeMap<String, Amount>();
    texts.forEach((name, text) -> amounts.put(name, Amount.parse(text)));
    return new ResourceAmounts(amounts);
  }
}
