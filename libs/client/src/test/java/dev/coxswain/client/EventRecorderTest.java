package dev.coxswain.client;

import static dev.coxswain.client.Objects.key;
import static dev.coxswain.client.Objects.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.EventSource;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.fake.FakeApiClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
  void manyOfAKindAreTakenTogether() {
    for (int i = 1; i <= 12; i++) {
      recorder.event(object, EventRecorder.NORMAL, "Created", "pod " + i);
      clock.advance(Duration.ofSeconds(1));
    }
    recorder.event(object, EventRecorder.NORMAL, "Deleted", "pod 1");
    recorder.flush();
    var all = events();
    assertThat(all).hasSize(11);
    assertThat(all.stream().filter(e -> e.getCount() == 3))
        .extracting(Event::getMessage)
        .containsExactly("(combined from similar events): pod 12");
    clock.advance(Duration.ofMinutes(11));
    recorder.event(object, EventRecorder.NORMAL, "Created", "pod 13");
    recorder.flush();
    assertThat(events()).extracting(Event::getMessage).contains("pod 13");
  }

  @Test
  void whatGoesWrongOverAndOverIsWrittenDownNowAndThen() {
    for (int i = 0; i < 40; i++) {
      recorder.event(object, EventRecorder.WARNING, "BackOff", "again");
    }
    recorder.event(client.create(map("b")), EventRecorder.WARNING, "BackOff", "again");
    recorder.flush();
    assertThat(events()).extracting(Event::getCount).containsExactlyInAnyOrder(25, 1);
    clock.advance(Duration.ofMinutes(5));
    recorder.event(object, EventRecorder.WARNING, "BackOff", "again");
    recorder.event(object, EventRecorder.WARNING, "BackOff", "again");
    recorder.flush();
    assertThat(events()).extracting(Event::getCount).containsExactlyInAnyOrder(41, 1);
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

  @Test
  void aDeedIsAnEventOfTheNewerFormat() {
    recorder.deed(object, deed("to n1"));
    recorder.flush();
    var event = events().getFirst();
    assertThat(event.getMetadata().getName()).matches("a\\.[0-9a-f]{16}");
    assertThat(Times.toInstant(event.getEventTime())).isEqualTo(clock.instant());
    assertThat(event.getAction()).isEqualTo("Binding");
    assertThat(event.getReportingComponent()).isEqualTo("my-scheduler");
    assertThat(event.getReportingInstance()).isEqualTo("my-scheduler-n1");
    assertThat(event.hasFirstTimestamp() || event.hasSeries() || event.getCount() > 0).isFalse();
    assertThat(event.getSource()).isEqualTo(EventSource.getDefaultInstance());
  }

  @Test
  void deedsOfAKindAreASeriesWhoseNumberIsWrittenTwice() {
    for (var note : List.of("first", "second", "third")) {
      recorder.deed(object, deed(note));
      recorder.flush();
      clock.advance(Duration.ofMinutes(1));
    }
    var event = events().getFirst();
    assertThat(events()).hasSize(1);
    assertThat(event.getMessage()).isEqualTo("first");
    assertThat(event.getSeries().getCount()).isEqualTo(2);

    clock.advance(Duration.ofMinutes(6));
    recorder.flush();
    assertThat(events().getFirst().getSeries().getCount()).isEqualTo(3);

    recorder.deed(object, deed("a new one"));
    recorder.flush();
    assertThat(events()).hasSize(2);
  }

  @Test
  void aDeedAboutAnotherStateOfTheObjectIsAnotherEvent() {
    recorder.deed(object, deed("as it was"));
    var changed = client.update(Metadata.edit(object, m -> m.putLabels("a", "b")));
    clock.advance(Duration.ofSeconds(1));
    recorder.deed(changed, deed("as it is"));
    recorder.flush();
    assertThat(events()).extracting(Event::getMessage).containsExactly("as it was", "as it is");
  }

  private static EventRecorder.Deed deed(String note) {
    return new EventRecorder.Deed(
        "my-scheduler", EventRecorder.NORMAL, "Scheduled", "Binding", note, Optional.empty());
  }

  private List<Event> events() {
    return client.list(Event.class, ListQuery.all()).items();
  }
}
