package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import dev.coxswain.apiserver.testing.WatchReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What lists and watches show for every combination of their options, on every store.
///
/// The scene: `a` and `b` are created, that is `then`; afterwards `c` is created and `a` deleted.
abstract class ReadSemanticsContract {
  private static final String THEN = "then";
  private static final String FUTURE = "4000000000";
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final String namespace = "n" + NAMESPACES.incrementAndGet();
  private PipelineFixture api;
  private String then;

  /// A store that may hold other things already.
  protected abstract Storage storage();

  /// Forgets what was before.
  protected abstract void compact(long revision);

  @BeforeEach
  void setTheScene() {
    api = new PipelineFixture(storage());
    create("a", "yes");
    create("b", "yes");
    then = list("", "", 0, "").resourceVersion();
    create("c", "yes");
    delete("a");
  }

  static Stream<Arguments> lists() {
    return Stream.of(
        arguments("latest", "", "", 0, List.of("b", "c"), 0),
        arguments("latest, in pages", "", "", 1, List.of("b"), 1),
        arguments("a limit below nothing is none", "", "", -1, List.of("b", "c"), 0),
        arguments("any", "0", "", 0, List.of("b", "c"), 0),
        arguments("any is never cut", "0", "", 1, List.of("b", "c"), 0),
        arguments("any, not older, is never cut", "0", "NotOlderThan", 1, List.of("b", "c"), 0),
        arguments("not older by default", THEN, "", 0, List.of("b", "c"), 0),
        arguments("not older", THEN, "NotOlderThan", 0, List.of("b", "c"), 0),
        arguments("not older, in pages", THEN, "NotOlderThan", 1, List.of("b"), 1),
        arguments("exact", THEN, "Exact", 0, List.of("a", "b"), 0),
        arguments("exact, in pages", THEN, "Exact", 1, List.of("a"), 1),
        arguments("exact by default in pages", THEN, "", 1, List.of("a"), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lists")
  void listsShow(
      String name, String version, String match, long limit, List<String> shown, long remaining) {
    var list = list(version(version), match, limit, "");
    assertThat(names(list)).isEqualTo(shown);
    assertThat(list.remaining().orElse(0)).isEqualTo(remaining);
    assertThat(list.continueToken().isEmpty()).isEqualTo(remaining == 0);
    assertThat(list.resourceVersion().equals(then)).isEqualTo(shown.contains("a"));
  }

  static Stream<Arguments> refusedLists() {
    var future = "Timeout: Too large resource version: " + FUTURE + ", current: ";
    return Stream.of(
        arguments("not older than the future", FUTURE, "", 0, 504, future),
        arguments("the future", FUTURE, "Exact", 0, 504, future),
        arguments("pages of the future", FUTURE, "", 1, 504, future),
        arguments("pages not older", FUTURE, "NotOlderThan", 1, 504, future),
        arguments(
            "no number",
            "x",
            "",
            0,
            400,
            "invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint:"
                + " parsing \"x\": invalid syntax"),
        arguments(
            "a number beyond all",
            "99999999999999999999",
            "NotOlderThan",
            0,
            400,
            "invalid resource version: resourceVersion: Invalid value: \"99999999999999999999\":"
                + " strconv.ParseUint: parsing \"99999999999999999999\": value out of range"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedLists")
  void listsRefuse(String name, String version, String match, long limit, int code, String text) {
    var refusal =
        catchThrowableOfType(ApiException.class, () -> list(version, match, limit, "")).status();
    assertThat(refusal.getCode()).isEqualTo(code);
    assertThat(refusal.getMessage()).startsWith(text);
    if (code == 504) {
      assertThat(refusal.getDetails().getRetryAfterSeconds()).isEqualTo(1);
      assertThat(refusal.getDetails().getCauses(0).getReason())
          .isEqualTo("ResourceVersionTooLarge");
    }
  }

  @Test
  void aGetRefusesWhatIsNoNumber() {
    var refusal =
        catchThrowableOfType(
                ApiException.class, () -> api.handle(new ApiRequest.Get(target("b"), "x")))
            .status();
    assertThat(refusal.getCode()).isEqualTo(500);
    assertThat(refusal.getReason()).isEmpty();
    assertThat(refusal.getMessage()).startsWith("resourceVersion: Invalid value: \"x\"");
  }

  @Test
  void pagesWithASelectorDontCount() {
    create("d", "no");
    create("e", "yes");
    var first = api.list(collection(), selection("in=yes", "", "", 2, ""));
    assertThat(names(first)).containsExactly("b", "c");
    assertThat(first.remaining()).isEmpty();
    var second = api.list(collection(), selection("in=yes", "", "", 2, first.continueToken()));
    assertThat(names(second)).containsExactly("e");
    assertThat(second.continueToken()).isEmpty();
  }

  @Test
  void aVersionDoesNotGoWithAToken() {
    var token = list("", "", 1, "").continueToken();
    assertThat(names(list("0", "", 1, token))).containsExactly("c");
    assertThatThrownBy(() -> list("1", "", 1, token))
        .hasMessage("specifying resource version is not allowed when using continue");
    assertThatThrownBy(() -> list("1", "", 1, "?"))
        .hasMessageStartingWith("invalid continue token: continue key is not valid: illegal");
  }

  @Test
  void whatIsCompactedHasExpired() {
    var token = list(then, "Exact", 1, "").continueToken();
    compact(Long.parseLong(list("", "", 0, "").resourceVersion()));
    var restarted = new PipelineFixture(storage());
    var exact =
        catchThrowableOfType(
                ApiException.class,
                () -> restarted.list(collection(), selection("", then, "Exact", 0, "")))
            .status();
    assertThat(exact.getCode()).isEqualTo(410);
    assertThat(exact.getReason()).isEqualTo("Expired");
    assertThat(exact.getMessage())
        .isEqualTo("The resourceVersion for the provided list is too old.");
    var page =
        catchThrowableOfType(
                ApiException.class,
                () -> restarted.list(collection(), selection("", "", "", 1, token)))
            .status();
    assertThat(page.getCode()).isEqualTo(410);
    assertThat(page.getMessage())
        .startsWith("The provided continue parameter is too old to display a consistent list");
    var rest =
        restarted.list(collection(), selection("", "", "", 1, page.getMetadata().getContinue()));
    assertThat(names(rest)).containsExactly("b");
    var last = restarted.list(collection(), selection("", "", "", 1, rest.continueToken()));
    assertThat(names(last)).containsExactly("c");
  }

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

  @Test
  void aCollectionIsDeletedAsSelected() {
    create("d", "no");
    deleteCollection(selection("in=no", "", "", 0, ""));
    assertThat(names(list("", "", 0, ""))).containsExactly("b", "c");
    deleteCollection(selection("", "", "", 1, ""));
    assertThat(names(list("", "", 0, ""))).containsExactly("c");
    assertThatThrownBy(() -> deleteCollection(selection("", "", "Exact", 0, "")))
        .isInstanceOf(ApiException.Invalid.class);
  }

  private static final Duration PATIENCE = Duration.ZERO;
  private static final Duration HOUR = Duration.ofHours(1);

  private String version(String text) {
    return text.equals(THEN) ? then : text;
  }

  private Target target(String name) {
    return Target.of(PipelineFixture.resource("v1", "configmaps"), namespace, name);
  }

  private Target collection() {
    return target("");
  }

  private void create(String name, String in) {
    api.create(
        target(name),
        "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"in\":\"%s\"}}}".formatted(name, in));
  }

  private void label(String name, String in) {
    api.patch(
        target(name), PatchType.MERGE, "{\"metadata\":{\"labels\":{\"in\":\"%s\"}}}".formatted(in));
  }

  private void delete(String name) {
    api.delete(target(name), DeleteOptions.getDefaultInstance());
  }

  private void deleteCollection(ListSelection selection) {
    api.handle(
        new ApiRequest.DeleteCollection(
            collection(), selection, DeleteOptions.getDefaultInstance()));
  }

  private ApiResponse.Many list(String version, String match, long limit, String token) {
    return api.list(collection(), selection("", version, match, limit, token));
  }

  private static ListSelection selection(
      String labels, String version, String match, long limit, String token) {
    return new ListSelection(labels, "", version, match, limit, token);
  }

  private WatchStream watch(
      String version, String match, Optional<Boolean> initial, boolean bookmarks) {
    var selection = selection("", version, match, 0, "");
    return stream(new ApiRequest.Watch(collection(), selection, bookmarks, initial, HOUR));
  }

  private WatchStream stream(ApiRequest.Watch request) {
    return ((ApiResponse.Stream) api.handle(request)).stream();
  }

  private static List<String> names(ApiResponse.Many list) {
    return list.items().stream().map(o -> o.metadata().getName()).toList();
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
