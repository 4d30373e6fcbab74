package dev.coxswain.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.coordination.v1.Lease;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.client.fake.FakeApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LeaderElectorTest {
  private static final ObjectKey LEASE = new ObjectKey("kube-system", "test");

  private final ManualClock clock = new ManualClock();
  private final FakeApiClient client = new FakeApiClient(clock);
  private final List<String> told = new ArrayList<>();
  private final LeaderElector a = candidate("a");
  private final LeaderElector b = candidate("b");

  @Test
  void theFirstLeadsAndTheOtherWaits() {
    a.step();
    b.step();
    assertThat(told).containsExactly("a starts");
    var spec = client.get(Lease.class, LEASE).getSpec();
    assertThat(spec.getHolderIdentity()).isEqualTo("a");
    assertThat(spec.getLeaseDurationSeconds()).isEqualTo(15);
  }

  @Test
  void aLeaderThatRenewsStays() {
    for (int i = 0; i < 20; i++) {
      a.step();
      b.step();
      clock.advance(Duration.ofSeconds(2));
    }
    assertThat(told).containsExactly("a starts");
    assertThat(client.get(Lease.class, LEASE).getSpec().getLeaseTransitions()).isZero();
  }

  @Test
  void aSilentLeaderIsReplacedWhenTheOtherHasSeenNoChangeForTheLeaseDuration() {
    a.step();
    b.step();
    clock.advance(Duration.ofMillis(14_999));
    b.step();
    assertThat(b.isLeading()).isFalse();
    clock.advance(Duration.ofMillis(1));
    b.step();
    assertThat(b.isLeading()).isTrue();
    a.step();
    assertThat(told).containsExactly("a starts", "b starts", "a stops");
    assertThat(client.get(Lease.class, LEASE).getSpec().getLeaseTransitions()).isEqualTo(1);
  }

  @Test
  void aLeaderThatCannotRenewStopsBeforeAnybodyElseMayStart() {
    a.step();
    client.failWith(new Refusal.ServiceUnavailable("away"));
    clock.advance(Duration.ofSeconds(10));
    a.step();
    assertThat(a.isLeading()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    a.step();
    assertThat(told).containsExactly("a starts", "a stops");
  }

  @Test
  void aHangingRenewalDoesNotKeepALeaderBeyondTheDeadline() {
    a.step();
    clock.advance(Duration.ofSeconds(10));
    a.expire();
    assertThat(a.isLeading()).isTrue();
    clock.advance(Duration.ofMillis(1));
    a.expire();
    assertThat(told).containsExactly("a starts", "a stops");
  }

  @Test
  void whoStopsGivesTheLeaseBack() {
    a.step();
    b.step();
    a.close();
    b.step();
    assertThat(told).containsExactly("a starts", "a stops", "b starts");
  }

  private LeaderElector candidate(String name) {
    var callbacks =
        new LeaderElector.Callbacks() {
          @Override
          public void onStartedLeading() {
            told.add(name + " starts");
          }

          @Override
          public void onStoppedLeading() {
            told.add(name + " stops");
          }
        };
    var timings = LeaderElector.Timings.standard();
    return new LeaderElector(
        client, LEASE, name, timings, clock, RandomGenerator.getDefault(), callbacks);
  }

  @Test
  void whoFollowsAndWhoIsOverdue() {
    assertThat(b.isFollowing()).as("nobody was seen yet").isFalse();
    a.step();
    b.step();
    assertThat(b.isFollowing()).isTrue();
    assertThat(a.isFollowing()).isFalse();
    clock.advance(Duration.ofSeconds(25));
    assertThat(a.isOverdue(Duration.ofSeconds(10))).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(a.isOverdue(Duration.ofSeconds(10))).as("it should have stopped itself").isTrue();
    assertThat(b.isOverdue(Duration.ZERO)).isFalse();
  }
}
