package dev.coxswain.apiserver.request;

import static dev.coxswain.apiserver.request.PipelineFixture.configMap;
import static dev.coxswain.apiserver.request.PipelineFixture.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadsTest {
  private final PipelineFixture api = new PipelineFixture();

  @Test
  void listsComeInPagesOfOneState() {
    create("a", "b", "c", "d", "e");
    var first = list(limit(2, ""));
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.remaining()).isEqualTo(OptionalLong.of(3));
    create("aa");
    var second = list(limit(2, first.continueToken()));
    assertThat(names(second)).containsExactly("c", "d");
    assertThat(second.resourceVersion()).isEqualTo(first.resourceVersion());
    var third = list(limit(2, second.continueToken()));
    assertThat(names(third)).containsExactly("e");
    assertThat(third.continueToken()).isEmpty();
    assertThat(third.remaining()).isEmpty();
    assertThat(names(list(ListSelection.all()))).containsExactly("a", "aa", "b", "c", "d", "e");
  }

  @Test
  void theTokenIsUpstreams() {
    create("a", "b");
    var token = list(limit(1, "")).continueToken();
    var json = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    assertThat(json).matches("\\{\"v\":\"meta.k8s.io/v1\",\"rv\":\\d+,\"start\":\"a\\\\u0000\"}");
  }

  @Test
  void anExactListShowsThePast() {
    create("a");
    var then = list(ListSelection.all()).resourceVersion();
    create("b");
    api.delete(configMap("a"), DeleteOptions.getDefaultInstance());
    var exact = new ListSelection("", "", then, "Exact", 0, "");
    assertThat(names(list(exact))).containsExactly("a");
    assertThat(list(exact).resourceVersion()).isEqualTo(then);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.arguments(
            new ListSelection("a b", "", "", "", 0, ""),
            "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        Arguments.arguments(
            new ListSelection("", "spec.nope=x", "", "", 0, ""),
            "\"spec.nope\" is not a known field selector: only \"metadata.name\","
                + " \"metadata.namespace\""),
        Arguments.arguments(
            new ListSelection("", "", "99999999", "", 0, ""),
            "Timeout: Too large resource version: 99999999, current: 1"),
        Arguments.arguments(
            new ListSelection("", "", "", "Exact", 0, ""),
            "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden:"
                + " resourceVersionMatch is forbidden unless resourceVersion is provided"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesInUpstreamsWords(ListSelection selection, String message) {
    assertThatThrownBy(() -> list(selection)).isInstanceOf(ApiException.class).hasMessage(message);
  }

  @Test
  void podsCanBeSelectedByNode() {
    var pods = target("v1", "pods", "");
    for (var name : List.of("p1", "p2")) {
      api.create(
          pods,
          "{\"metadata\":{\"name\":\"%s\"},\"spec\":{\"nodeName\":\"n-%s\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}"
              .formatted(name, name));
    }
    var selection = new ListSelection("", "spec.nodeName=n-p2", "", "", 0, "");
    assertThat(names(api.list(pods, selection))).containsExactly("p2");
  }

  @Test
  void aWatchShowsWhatEntersAndLeavesTheSelector() throws InterruptedException {
    create("a");
    var rv = list(ListSelection.all()).resourceVersion();
    var selection = new ListSelection("in=yes", "", rv, "", 0, "");
    try (var stream = api.watch(configMap(""), selection, Optional.empty()).stream()) {
      label("a", "yes");
      api.patch(configMap("a"), PatchType.MERGE, "{\"data\":{\"k\":\"v\"}}");
      label("a", "no");
      api.delete(configMap("a"), DeleteOptions.getDefaultInstance());
      assertThat(events(stream)).containsExactly("ADDED a yes", "MODIFIED a yes", "DELETED a yes");
    }
  }

  @Test
  void aWatchWithoutVersionBeginsWithWhatIsThere() throws InterruptedException {
    create("a", "b");
    try (var stream = api.watch(configMap(""), ListSelection.all(), Optional.empty()).stream()) {
      assertThat(events(stream)).containsExactly("ADDED a ", "ADDED b ", "BOOKMARK  ");
    }
  }

  @Test
  void initialEventsEndWithABookmark() throws InterruptedException {
    create("a");
    var selection = new ListSelection("", "", "", "NotOlderThan", 0, "");
    try (var stream = api.watch(configMap(""), selection, Optional.of(true)).stream()) {
      assertThat(events(stream)).containsExactly("ADDED a ", "BOOKMARK  ");
    }
    try (var stream = api.watch(configMap(""), selection, Optional.of(true)).stream()) {
      stream.poll();
      var mark = (WatchItem.Event) stream.poll().orElseThrow();
      assertThat(mark.object().metadata().getAnnotationsMap())
          .containsEntry("k8s.io/initial-events-end", "true");
      assertThat(mark.object().metadata().getResourceVersion())
          .isEqualTo(list(ListSelection.all()).resourceVersion());
    }
  }

  @Test
  void bookmarksComeEveryMinuteAndTheEndInTime() throws InterruptedException {
    create("a");
    var rv = list(ListSelection.all()).resourceVersion();
    var stream =
        api
            .watch(configMap(""), ListSelection.all().withResourceVersion(rv), Optional.empty())
            .stream();
    assertThat(events(stream)).isEmpty();
    api.advance(Duration.ofMinutes(1));
    assertThat(events(stream)).containsExactly("BOOKMARK  ");
    api.advance(Duration.ofMinutes(10));
    assertThat(events(stream)).isEmpty();
    assertThat(stream.isClosed()).isTrue();
  }

  @Test
  void aWatchFromTheForgottenPastFails() throws InterruptedException {
    create("a");
    var rv = list(ListSelection.all()).resourceVersion();
    for (int i = 0; i < 1100; i++) {
      api.advance(Duration.ofMillis(100));
      api.patch(configMap("a"), PatchType.MERGE, "{\"data\":{\"k\":\"%d\"}}".formatted(i));
    }
    try (var stream =
        api
            .watch(configMap(""), ListSelection.all().withResourceVersion(rv), Optional.empty())
            .stream()) {
      var failure = (WatchItem.Failure) stream.poll().orElseThrow();
      assertThat(failure.status().getCode()).isEqualTo(410);
      assertThat(failure.status().getMessage())
          .startsWith("too old resource version: " + rv + " (");
      assertThat(stream.isClosed()).isTrue();
    }
  }

  @Test
  void bothVersionsOfAnEventAreOneObject() {
    var core = target("v1", "events", "e");
    api.create(
        core,
        "{\"metadata\":{\"name\":\"e\"},\"involvedObject\":{\"kind\":\"Pod\",\"name\":\"p\",\"namespace\":\"default\"},\"message\":\"hello\",\"reason\":\"R\",\"type\":\"Normal\",\"source\":{\"component\":\"kubelet\"}}");
    var other = target("events.k8s.io/v1", "events", "e");
    var event = (dev.coxswain.api.events.v1.Event) api.get(other).message();
    assertThat(event.getNote()).isEqualTo("hello");
    assertThat(event.getRegarding().getName()).isEqualTo("p");
  }

  private void create(String... names) {
    for (var name : names) {
      api.create(configMap(name), "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
    }
  }

  private void label(String name, String value) {
    api.patch(
        configMap(name),
        PatchType.MERGE,
        "{\"metadata\":{\"labels\":{\"in\":\"%s\"}}}".formatted(value));
  }

  private ApiResponse.Many list(ListSelection selection) {
    return api.list(configMap(""), selection);
  }

  private static ListSelection limit(long limit, String token) {
    return new ListSelection("", "", "", "", limit, token);
  }

  private static List<String> names(ApiResponse.Many list) {
    return list.items().stream().map(o -> o.metadata().getName()).toList();
  }

  private static List<String> events(WatchStream stream) throws InterruptedException {
    var seen = new ArrayList<String>();
    for (var item = stream.poll(); item.isPresent(); item = stream.poll()) {
      var object = ((WatchItem.Event) item.get()).object().metadata();
      seen.add(
          "%s %s %s"
              .formatted(
                  item.get().typeName(), object.getName(), object.getLabelsOrDefault("in", "")));
    }
    return seen;
  }
}
