package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What lists show for every combination of their options, on every store.
abstract class ListSemanticsContract extends ReadScene {
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

  private void deleteCollection(ListSelection selection) {
    api.handle(
        new ApiRequest.DeleteCollection(
            collection(), selection, DeleteOptions.getDefaultInstance()));
  }
}
