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
        .hasMessage("limit reached on type Namespace for key a");
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
