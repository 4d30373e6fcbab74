package dev.coxswain.apiserver.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.testing.Shelf;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairLimitsTest {
  private static final Shelf WORLD =
      Shelf.of(
          Manifests.read(
              FlowSchema.class,
              "{metadata: {name: all, uid: s1}, spec: {matchingPrecedence: 10, distinguisherMethod:"
                  + " {type: ByUser}, priorityLevelConfiguration: {name: low}, rules: [{subjects:"
                  + " [{kind: Group, group: {name: '*'}}], resourceRules: [{apiGroups: ['*'],"
                  + " clusterScope: true, namespaces: ['*'], resources: ['*'], verbs: ['*']}]}]}}"),
          Manifests.read(
              PriorityLevelConfiguration.class,
              "{metadata: {name: low, uid: l1}, spec: {type: Limited, limited:"
                  + " {nominalConcurrencyShares: 1, limitResponse: {type: Queue, queuing: {queues:"
                  + " 4, handSize: 1, queueLengthLimit: 2}}}}}"));

  @Test
  void whoFindsNoSeatInTimeIsToldToComeBack() throws Exception {
    var limits = limits(1, Duration.ofMillis(50));
    try (var _ = limits.take(by("jane"))) {
      assertThat(limits.readingNow()).isEqualTo(1);
      assertThatThrownBy(() -> limits.take(by("joe")))
          .isInstanceOfSatisfying(
              ApiException.TooManyRequests.class,
              e -> assertThat(e.status().getDetails().getRetryAfterSeconds()).isEqualTo(1))
          .hasMessage("Too many requests, please try again later.");
    }
    limits.take(by("joe")).close();
    assertThat(limits.readingNow()).isZero();
  }

  @Test
  void everyRequestLearnsAsWhatItCounts() throws Exception {
    var limits = limits(1, Duration.ofMillis(1));
    var noted = new ArrayList<Classification>();
    var sort = new Classification("s1", "l1");
    try (var _ = limits.take(by("jane"), noted::add)) {
      assertThatThrownBy(() -> limits.take(by("joe"), noted::add))
          .isInstanceOf(ApiException.TooManyRequests.class);
      assertThat(limits.tryTake(by("joe"), noted::add)).isEmpty();
    }
    assertThat(noted).containsExactly(sort, sort, sort);
    assertThat(limits.classify(by("joe"))).contains(sort);
  }

  @Test
  void oneWhoAsksTooMuchMakesNobodyElseWait() throws Exception {
    var limits = limits(1, Duration.ofSeconds(30));
    var seat = limits.take(by("greedy"));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<String>>();
      for (int i = 0; i < 2; i++) {
        waiting.add(threads.submit(taking(limits, "greedy")));
      }
      awaitWaiting(limits, waiting.size());
      assertThatThrownBy(() -> limits.take(by("greedy")))
          .as("the line of the greedy is full")
          .isInstanceOf(ApiException.TooManyRequests.class);
      var modest = threads.submit(taking(limits, "modest"));
      seat.close();
      assertThat(modest.get(10, TimeUnit.SECONDS)).isEqualTo("modest");
      for (var other : waiting) {
        assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo("greedy");
      }
    }
    assertThat(limits.readingNow()).isZero();
  }

  @Test
  void whoIsInterruptedLeavesNoSeatTaken() throws Exception {
    var limits = limits(1, Duration.ofSeconds(30));
    var ended = new CountDownLatch(1);
    try (var _ = limits.take(by("jane"))) {
      var waiting =
          Thread.ofVirtual()
              .start(() -> {
                try (var _ = limits.take(by("joe"))) {
                  throw new IllegalStateException("wants no seat");
                } catch (InterruptedException e) {
                  ended.countDown();
                }
              });
      awaitWaiting(limits, 1);
      waiting.interrupt();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
    limits.take(by("joe")).close();
  }

  private static Callable<String> taking(FairLimits limits, String user) {
    return () -> {
      try (var _ = limits.take(by(user))) {
        return user;
      }
    };
  }

  private static void awaitWaiting(FairLimits limits, int count) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (limits.waitingNow("low") < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static FairLimits limits(int seats, Duration patience) {
    return new FairLimits(
        seats, patience, WORLD, InstantSource.system(), new FlowMetrics(new SimpleMeterRegistry()));
  }

  private static Attributes by(String user) {
    return Attributes.of(UserInfo.of(user), "list", "", "v1", "pods", "", "", "");
  }
}
