package dev.coxswain.client;

import static dev.coxswain.client.Objects.key;
import static dev.coxswain.client.Objects.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.client.fake.FakeApiClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRecorderTest {
  private final ManualClock clock = new ManualClock();
  private final FakeApiClient client = new FakeApiClient(clock);
  private final EventRecorder recorder = new EventRecorder(client, "kubelet", "n1", clock);
  private final ConfigMap object = client.create(map("a"));

  @Test
  void anEventSaysWhatHappenedToWhat() {
    recorder.event(object, EventRecorder.NORMAL, "Pulled", "pulled it");
    recorder.flush();
    var event = events().getFirst();
    assertThat(event.getMetadata().getName()).matches("a\\.[0-9a-f]{16}");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("ConfigMap");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(object.getMetadata().getUid());
    assertThat(event.getSource().getHost()).isEqualTo("n1");
    assertThat(event.getCount()).isEqualTo(1);
  }

  @Test
  void theSameEventIsCountedUp() {
    recorder.event(object, EventRecorder.WARNING, "BackOff", "again");
    recorder.flush();
    clock.advance(Duration.ofSeconds(30));
    recorder.event(object, EventRecorder.WARNING, "BackOff", "again");
    recorder.event(object, EventRecorder.WARNING, "BackOff", "something else");
    recorder.flush();
    assertThat(events()).extracting(Event::getCount).containsExactlyInAnyOrder(2, 1);
    var counted = events().stream().filter(e -> e.getCount() == 2).findFirst().orElseThrow();
    assertThat(counted.getLastTimestamp().getSeconds() - counted.getFirstTimestamp().getSeconds())
        .isEqualTo(30);
  }

  @Test
  void anEventThatExpiredOnTheServerBeginsAnew() {
    recorder.event(object, EventRecorder.NORMAL, "Pulled", "pulled it");
    recorder.flush();
    var first = events().getFirst().getMetadata().getName();
    client.delete(Event.class, key(first), Objects.NOW);
    clock.advance(Duration.ofHours(2));
    recorder.event(object, EventRecorder.NORMAL, "Pulled", "pulled it");
    recorder.flush();
    assertThat(events()).extracting(Event::getCount).containsExactly(1);
  }

  private List<Event> events() {
    return client.list(Event.class, ListQuery.all()).items();
  }
}
