package dev.coxswain.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.apiserver.registry.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeatMapTest {
  private static final Flow GREEDY = new Flow("s", "low", "greedy");
  private static final Flow MODEST = new Flow("s", "low", "modest");
  private static final Flow HIGH = new Flow("s", "high", "x");

  @Test
  void flowsOfALevelTakeTurns() {
    var seats = seats(level("low", 1, 0, 10));
    assertThat(seats.sit(GREEDY)).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(seats.line(GREEDY, "greedy-" + i)).isTrue();
    }
    assertThat(seats.line(MODEST, "modest-0")).isTrue();
    assertThat(seats.line(MODEST, "modest-1")).isTrue();
    var order = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      seats.rise(GREEDY);
      order.add(seats.seatNext().orElseThrow());
    }
    assertThat(order).containsExactly("greedy-0", "modest-0", "greedy-1", "modest-1", "greedy-2");
    assertThat(seats.seatNext()).isEmpty();
  }

  @Test
  void whoWaitsGoesFirst() {
    var seats = seats(level("low", 1, 0, 10));
    seats.sit(GREEDY);
    seats.line(MODEST, "modest");
    seats.rise(GREEDY);
    assertThat(seats.sit(GREEDY)).as("somebody waits").isFalse();
    assertThat(seats.seatNext()).hasValue("modest");
  }

  @Test
  void aLineIsFullForItsOwnFlowOnly() {
    var seats = seats(level("low", 1, 0, 2));
    seats.sit(GREEDY);
    assertThat(seats.line(GREEDY, "1")).isTrue();
    assertThat(seats.line(GREEDY, "2")).isTrue();
    assertThat(seats.line(GREEDY, "3")).isFalse();
    assertThat(seats.line(MODEST, "4")).isTrue();
  }

  @Test
  void whoLeavesTheLineIsNotSeated() {
    var seats = seats(level("low", 1, 0, 10));
    seats.sit(GREEDY);
    seats.line(GREEDY, "impatient");
    assertThat(seats.leave(GREEDY, "impatient")).isTrue();
    assertThat(seats.leave(GREEDY, "impatient")).isFalse();
    seats.rise(GREEDY);
    assertThat(seats.seatNext()).isEmpty();
    assertThat(seats.seated("low")).isZero();
  }

  @Test
  void emptySeatsAreLentButForThoseThatAreReserved() {
    var seats = seats(level("low", 4, 4, 10), level("high", 4, 2, 10));
    for (int i = 0; i < 6; i++) {
      assertThat(seats.sit(GREEDY)).as("seat %d", i).isTrue();
    }
    assertThat(seats.sit(GREEDY)).as("reserved for the other level").isFalse();
    for (int i = 0; i < 4; i++) {
      assertThat(seats.sit(HIGH)).as("its own seats are always a level's to take").isTrue();
    }
    assertThat(seats.sit(HIGH)).isFalse();
  }

  @Test
  void seatsAreSharedByNominalShares() {
    var levels =
        Level.share(
            600,
            List.of(
                configuration("exempt", "type: Exempt"),
                configuration(
                    "high",
                    "type: Limited, limited: {nominalConcurrencyShares: 40, lendablePercent: 50,"
                        + " limitResponse: {type: Queue, queuing: {queues: 128, handSize: 6,"
                        + " queueLengthLimit: 50}}}"),
                configuration(
                    "low",
                    "type: Limited, limited: {nominalConcurrencyShares: 5, lendablePercent: 0,"
                        + " limitResponse: {type: Reject}}")));
    assertThat(levels)
        .containsEntry("exempt", new Level("exempt", true, 0, 0, 0, 0, 0))
        .containsEntry("high", new Level("high", false, 534, 267, 600, 50, 6400))
        .containsEntry("low", new Level("low", false, 67, 67, 600, 0, 0));
  }

  private static SeatMap<String> seats(Level... levels) {
    var named = new java.util.HashMap<String, Level>();
    int total = 0;
    for (var level : levels) {
      named.put(level.name(), level);
      total += level.seats();
    }
    return new SeatMap<>(total, Map.copyOf(named));
  }

  private static Level level(String name, int seats, int reserved, int queueLength) {
    return new Level(name, false, seats, reserved, 100, queueLength, 100);
  }

  private static PriorityLevelConfiguration configuration(String name, String spec) {
    return Manifests.read(
        PriorityLevelConfiguration.class,
        "{metadata: {name: %s}, spec: {%s}}".formatted(name, spec));
  }
}
