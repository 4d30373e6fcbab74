package dev.coxswain.apiserver.admission.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.World;
import dev.coxswain.apiserver.registry.Manifests;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventRateLimitTest {
  @Test
  void eachNamespaceHasItsOwnBurst() {
    var world = new World();
    var limit = new EventLimits.Limit(EventLimits.Type.Namespace, 1, 2, 0);
    var step = new EventRateLimit(new EventLimits(List.of(limit)));
    step.check(world.create(event("a")));
    step.check(world.create(event("a")));
    step.check(world.create(event("b")));
    assertThatThrownBy(() -> step.check(world.create(event("a"))))
        .isInstanceOf(ApiException.TooManyRequests.class)
        .hasMessage("Too many requests: limit reached on type Namespace for key a");
  }

  @Test
  void aRefusedEventCountsForAllLimitsAndTheLastOneReachedIsTold() {
    var world = new World();
    var all = new EventLimits.Limit(EventLimits.Type.Server, 1, 1, 0);
    var user = new EventLimits.Limit(EventLimits.Type.User, 1, 1, 0);
    var step = new EventRateLimit(new EventLimits(List.of(all, user)));
    step.check(world.create(event("a")));
    assertThatThrownBy(() -> step.check(world.create(event("b"))))
        .hasMessage("Too many requests: limit reached on type User for key jane");
    world.as("joe");
    assertThatThrownBy(() -> step.check(world.create(event("c"))))
        .hasMessage("Too many requests: limit reached on type Server for key ");
    assertThatThrownBy(() -> step.check(world.create(event("c"))))
        .hasMessage("Too many requests: limit reached on type User for key joe");
  }

  @Test
  void deletionsTrialsAndEventsOfTheOtherGroupAreNotCounted() {
    var limit = new EventLimits.Limit(EventLimits.Type.Server, 1, 1, 0);
    var step = new EventRateLimit(new EventLimits(List.of(limit)));
    var world = new World();
    step.check(world.delete(event("a")));
    step.check(world.create(event("a")).noting(world, true));
    step.check(
        world.create(
            Manifests.read(
                dev.coxswain.api.events.v1.Event.class, "metadata: {name: e, namespace: a}")));
    step.check(world.create(event("a")));
    assertThatThrownBy(() -> step.check(world.update(event("a"), event("a"))))
        .isInstanceOf(ApiException.TooManyRequests.class);
  }

  @Test
  void aBucketFillsWithTime() {
    var start = Instant.EPOCH;
    var bucket = new TokenBucket(2, 1, start);
    assertThat(bucket.take(start)).isTrue();
    assertThat(bucket.take(start.plusMillis(400))).isFalse();
    assertThat(bucket.take(start.plusMillis(500))).isTrue();
    assertThat(bucket.take(start.plusSeconds(60))).isTrue();
    assertThat(bucket.take(start.plusSeconds(60))).isFalse();
  }

  private static Event event(String namespace) {
    return Manifests.read(Event.class, "metadata: {name: e, namespace: %s}".formatted(namespace));
  }
}
