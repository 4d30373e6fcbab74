package dev.coxswain.component.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.client.fake.FakeApiClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final Election ELECTION =
      new Election(true, new ObjectKey("kube-system", "it"), LeaderElector.Timings.standard());

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final FakeApiClient client = new FakeApiClient(() -> now);

  @Test
  void oneWorksAndTheOtherFollows() throws InterruptedException {
    var a = candidate("a", () -> told.add("a works"));
    var b = candidate("b", () -> told.add("b works"));
    a.step();
    b.step();
    assertThat(next()).isEqualTo("a works");
    assertThat(b.isFollowing()).isTrue();
    a.close();
    assertThat(next()).isEqualTo("a is over");
    now = now.plusSeconds(2);
    b.step();
    assertThat(next()).as("the lease was given back").isEqualTo("b works");
    assertThat(b.health().failure()).isEmpty();
  }

  @Test
  void whoeverCannotWorkGivesUp() throws InterruptedException {
    var a =
        candidate(
            "a",
            () -> {
              throw new IllegalStateException("nothing to work with");
            });
    a.step();
    assertThat(next()).isEqualTo("a is over");
  }

  @Test
  void aLeaderThatShouldHaveStoppedLongAgoIsUnhealthy() throws InterruptedException {
    var a = candidate("a", () -> told.add("a works"));
    a.step();
    assertThat(next()).isEqualTo("a works");
    client.failWith(new Refusal.ServiceUnavailable("away"));
    now = now.plus(Duration.ofSeconds(36));
    assertThat(a.health().failure()).contains("failed election to renew leadership on lease it");
    a.step();
    assertThat(next()).isEqualTo("a is over");
    assertThat(a.health().failure()).isEmpty();
  }

  private Leadership candidate(String name, Work work) {
    return new Leadership(
        client,
        ELECTION,
        name,
        () -> now,
        RandomGenerator.of("L64X128MixRandom"),
        work,
        () -> told.add(name + " is over"));
  }

  private String next() throws InterruptedException {
    return String.valueOf(told.poll(10, TimeUnit.SECONDS));
  }
}
