package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import dev.coxswain.apiserver.testing.WatchReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What watches show for every combination of their options, on every store.
abstract class WatchSemanticsContract extends ReadScene {
  private static final Optional<Boolean> NONE = Optional.empty();
  private static final Optional<Boolean> ON = Optional.of(true);
  private static final Optional<Boolean> OFF = Optional.of(false);

  static Stream<Arguments> watches() {
    var state = List.of("ADDED b", "ADDED c", "BOOKMARK end", "ADDED d");
    var changes = List.of("ADDED c", "DELETED a", "ADDED d");
    var later = List.of("ADDED d");
    return Stream.of(
        arguments("the state by default", "", "", NONE, state),
        arguments("any state by default", "0", "", NONE, state),
        arguments("changes since a version", THEN, "", NONE, changes),
        arguments("the state", "", "NotOlderThan", ON, state),
        arguments("any state", "0", "NotOlderThan", ON, state),
        arguments("a state not older", THEN, "NotOlderThan", ON, state),
        arguments("no state", "", "NotOlderThan", OFF, later),
        arguments("from wherever we are", "0", "NotOlderThan", OFF, later),
        arguments("no state, since a version", THEN, "NotOlderThan", OFF, changes),
        arguments("from the future", FUTURE, "", NONE, List.of()),
        arguments(
            "the state of the future", FUTURE, "NotOlderThan", ON, List.of("ERROR 504 Timeout")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("watches")
  void watchesShow(
      String name, String version, String match, Optional<Boolean> initial, List<String> events)
      throws InterruptedException {
    try (var stream = watch(version(version), match, initial, true)) {
      var seen = events(stream);
      create("d", "yes");
      seen.addAll(events(stream));
      assertThat(seen).isEqualTo(events);
    }
    try (var stream = watch(version(version), match, initial, false)) {
      assertThat(events(stream)).noneMatch(event -> event.startsWith("BOOKMARK"));
    }
  }

  @Test
  void aWatchRefusesWhatIsNoNumber() {
    assertThatThrownBy(() -> watch("x", "", NONE, true))
        .isInstanceOf(ApiException.Invalid.class)
        .hasMessage(
            "configmaps \"\" is invalid: resourceVersion: Invalid value: \"x\": strconv.ParseUint:"
                + " parsing \"x\": invalid syntax");
  }

  @Test
  void aDeletionHasARevisionOfItsOwn() throws InterruptedException {
    try (var stream = watch(then, "", NONE, false)) {
      assertThat(WatchReader.next(stream, PATIENCE)).isPresent();
      var deleted = (WatchItem.Event) WatchReader.next(stream, PATIENCE).orElseThrow();
      assertThat(deleted.type()).isEqualTo(WatchItem.Type.DELETED);
      assertThat(deleted.object().metadata().getName()).isEqualTo("a");
      assertThat(Long.parseLong(deleted.object().metadata().getResourceVersion()))
          .isGreaterThan(Long.parseLong(then) + 1)
          .isEqualTo(deleted.object().revision());
    }
  }

  @Test
  void aSelectorIsEnteredAndLeft() throws InterruptedException {
    var target = collection();
    var selection = selection("in=no", then, "", 0, "");
    try (var stream = stream(new ApiRequest.Watch(target, selection, false, NONE, HOUR))) {
      label("b", "no");
      label("b", "yes");
      label("c", "no");
      delete("c");
      assertThat(events(stream)).containsExactly("ADDED b", "DELETED b", "ADDED c", "DELETED c");
    }
  }

  @Test
  void aNameCanBeWatched() throws InterruptedException {
    var selection = new ListSelection("", "metadata.name=b", then, "", 0, "");
    try (var stream = stream(new ApiRequest.Watch(collection(), selection, false, NONE, HOUR))) {
      label("c", "no");
      label("b", "no");
      delete("b");
      assertThat(events(stream)).containsExactly("MODIFIED b", "DELETED b");
    }
  }

  @Test
  void theForgottenPastIsAnEvent() throws InterruptedException {
    var restarted = new PipelineFixture(storage());
    restarted.list(collection(), ListSelection.all());
    var request =
        new ApiRequest.Watch(collection(), selection("", then, "", 0, ""), true, NONE, HOUR);
    try (var stream = ((ApiResponse.Stream) restarted.handle(request)).stream()) {
      var failure = (WatchItem.Failure) WatchReader.next(stream, PATIENCE).orElseThrow();
      assertThat(failure.status().getCode()).isEqualTo(410);
      assertThat(failure.status().getReason()).isEqualTo("Expired");
      assertThat(failure.status().getMessage())
          .matches("too old resource version: " + then + " \\(\\d+\\)");
      assertThat(stream.isClosed()).isTrue();
    }
  }

  @Test
  void aWatchGoesOnThroughACompaction() throws InterruptedException {
    try (var stream = watch(then, "", NONE, false)) {
      assertThat(events(stream)).containsExactly("ADDED c", "DELETED a");
      compact(Long.parseLong(list("", "", 0, "").resourceVersion()));
      create("d", "yes");
      assertThat(events(stream)).containsExactly("ADDED d");
    }
  }

  @Test
  void twoServersShowTheSame() throws InterruptedException {
    var other = new PipelineFixture(storage());
    var request =
        new ApiRequest.Watch(collection(), selection("", "", "", 0, ""), false, NONE, HOUR);
    try (var stream = ((ApiResponse.Stream) other.handle(request)).stream()) {
      create("d", "yes");
      var written = list("", "", 0, "");
      var seen = other.list(collection(), selection("", written.resourceVersion(), "", 0, ""));
      assertThat(names(seen)).containsExactly("b", "c", "d");
      assertThat(seen.resourceVersion()).isEqualTo(written.resourceVersion());
      assertThat(events(stream)).containsExactly("ADDED b", "ADDED c", "ADDED d");
      var page = list("", "", 1, "");
      assertThat(names(other.list(collection(), selection("", "", "", 1, page.continueToken()))))
          .containsExactly("c");
    }
  }

  private static final Duration PATIENCE = Duration.ZERO;
  private static final Duration HOUR = Duration.ofHours(1);

  private void label(String name, String in) {
    api.patch(
        target(name), PatchType.MERGE, "{\"metadata\":{\"labels\":{\"in\":\"%s\"}}}".formatted(in));
  }

  private WatchStream watch(
      String version, String match, Optional<Boolean> initial, boolean bookmarks) {
    var selection = selection("", version, match, 0, "");
    return stream(new ApiRequest.Watch(collection(), selection, bookmarks, initial, HOUR));
  }

  private WatchStream stream(ApiRequest.Watch request) {
    return ((ApiResponse.Stream) api.handle(request)).stream();
  }

  private static List<String> events(WatchStream stream) throws InterruptedException {
    var seen = new ArrayList<String>();
    for (var item = WatchReader.next(stream, PATIENCE);
        item.isPresent();
        item = WatchReader.next(stream, PATIENCE)) {
      seen.add(text(item.get()));
    }
    return seen;
  }

  private static String text(WatchItem item) {
    return switch (item) {
      case WatchItem.Failure(var status) -> "ERROR " + status.getCode() + " " + status.getReason();
      case WatchItem.Event(var type, var object) -> {
        boolean end =
            "true".equals(object.metadata().getAnnotationsMap().get("k8s.io/initial-events-end"));
        yield type + " " + (end ? "end" : object.metadata().getName());
      }
    };
  }
}
