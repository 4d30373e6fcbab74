package dev.coxswain.integration.simulation;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// Random choices in the words of tests; all of them follow from the seed.
public record Chance(RandomGenerator random) {

  /// Once in so many times; 0 for never.
  public boolean oneIn(int times) {
    return times > 0 && random.nextInt(times) == 0;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// Between the two, both included.
  Duration between(Duration least, Duration most) {
    return least.plusMillis(random.nextLong(most.minus(least).toMillis() + 1));
  }

  Duration upTo(Duration most) {
    return between(Duration.ZERO, most);
  }
}
