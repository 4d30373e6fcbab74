package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.apimachinery.status.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ListRulesTest {
  private static final String NEEDS_VERSION =
      "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is"
          + " provided";
  private static final String NOT_WITH_CONTINUE =
      "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is"
          + " provided";
  private static final String NO_EXACT_ANY =
      "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for"
          + " resourceVersion \"0\"";
  private static final String NO_INITIAL_EVENTS =
      "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list";
  private static final String NEEDS_NOT_OLDER =
      "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to"
          + " NotOlderThan";
  private static final String NEEDS_INITIAL_EVENTS =
      "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless"
          + " sendInitialEvents is provided";
  private static final String ONLY_NOT_OLDER =
      "resourceVersionMatch: Unsupported value: \"Exact\": supported values: \"NotOlderThan\"";

  private static final Optional<Boolean> NONE = Optional.empty();
  private static final Optional<Boolean> ON = Optional.of(true);
  private static final Optional<Boolean> OFF = Optional.of(false);

  static Stream<Arguments> lists() {
    return Stream.of(
        arguments("nothing", asked("", "", ""), NONE, List.of()),
        arguments("any", asked("0", "", ""), NONE, List.of()),
        arguments("a version", asked("5", "", ""), NONE, List.of()),
        arguments("any, not older", asked("0", "NotOlderThan", ""), NONE, List.of()),
        arguments("not older", asked("5", "NotOlderThan", ""), NONE, List.of()),
        arguments("exact", asked("5", "Exact", ""), NONE, List.of()),
        arguments("a page", asked("", "", "token"), NONE, List.of()),
        arguments("exact without version", asked("", "Exact", ""), NONE, List.of(NEEDS_VERSION)),
        arguments(
            "not older without version",
            asked("", "NotOlderThan", ""),
            NONE,
            List.of(NEEDS_VERSION)),
        arguments("exact any", asked("0", "Exact", ""), NONE, List.of(NO_EXACT_ANY)),
        arguments(
            "exact page",
            asked("", "Exact", "token"),
            NONE,
            List.of(NEEDS_VERSION, NOT_WITH_CONTINUE)),
        arguments(
            "not older page",
            asked("5", "NotOlderThan", "token"),
            NONE,
            List.of(NOT_WITH_CONTINUE)),
        arguments(
            "an unknown match",
            asked("5", "Nearly", ""),
            NONE,
            List.of(
                "resourceVersionMatch: Unsupported value: \"Nearly\": supported values: \"Exact\","
                    + " \"NotOlderThan\", \"\"")),
        arguments("with initial events", asked("", "", ""), ON, List.of(NO_INITIAL_EVENTS)),
        arguments("without initial events", asked("5", "", ""), OFF, List.of(NO_INITIAL_EVENTS)),
        arguments(
            "all wrong at once",
            asked("", "Exact", ""),
            ON,
            List.of(NEEDS_VERSION, NO_INITIAL_EVENTS)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lists")
  void lists(String name, ListSelection asked, Optional<Boolean> initial, List<String> errors) {
    check(() -> ListRules.checkList(asked, initial), errors);
  }

  static Stream<Arguments> watches() {
    return Stream.of(
        arguments("nothing", asked("", "", ""), NONE, List.of()),
        arguments("any", asked("0", "", ""), NONE, List.of()),
        arguments("a version", asked("5", "", ""), NONE, List.of()),
        arguments("initial events", asked("", "NotOlderThan", ""), ON, List.of()),
        arguments("no initial events", asked("", "NotOlderThan", ""), OFF, List.of()),
        arguments("any, initial events", asked("0", "NotOlderThan", ""), ON, List.of()),
        arguments("a version, initial events", asked("5", "NotOlderThan", ""), ON, List.of()),
        arguments("initial events alone", asked("", "", ""), ON, List.of(NEEDS_NOT_OLDER)),
        arguments("refused initial events", asked("5", "", ""), OFF, List.of(NEEDS_NOT_OLDER)),
        arguments(
            "initial events, exact",
            asked("5", "Exact", ""),
            ON,
            List.of(NEEDS_NOT_OLDER, ONLY_NOT_OLDER)),
        arguments(
            "not older alone", asked("5", "NotOlderThan", ""), NONE, List.of(NEEDS_INITIAL_EVENTS)),
        arguments(
            "exact", asked("5", "Exact", ""), NONE, List.of(NEEDS_INITIAL_EVENTS, ONLY_NOT_OLDER)),
        arguments(
            "a page of initial events",
            asked("", "NotOlderThan", "token"),
            ON,
            List.of(NOT_WITH_CONTINUE)),
        arguments("a token alone is overlooked", asked("5", "", "token"), NONE, List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("watches")
  void watches(String name, ListSelection asked, Optional<Boolean> initial, List<String> errors) {
    check(() -> ListRules.checkWatch(asked, initial), errors);
  }

  @TestFactory
  Stream<DynamicTest> tokensThatAreRefused() {
    return Stream.of(
            List.of("a%b", "illegal base64 data at input byte 1"),
            List.of("abcde", "illegal base64 data at input byte 4"),
            List.of("abc", "invalid character 'i' looking for beginning of value"),
            List.of(
                token("{\"v\":\"meta.k8s.io/v2\",\"rv\":1,\"start\":\"a\"}"),
                "server does not recognize this encoded version meta.k8s.io/v2"),
            List.of(
                token("{\"v\":\"meta.k8s.io/v1\",\"start\":\"a\"}"),
                "incorrect encoded start resourceVersion (version meta.k8s.io/v1)"),
            List.of(
                token("{\"v\":\"meta.k8s.io/v1\",\"rv\":1}"),
                "encoded start key empty (version meta.k8s.io/v1)"),
            List.of(token("{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"../a\"}"), "../a"),
            List.of(token("{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"a/./b\"}"), "a/./b"),
            List.of(token("{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"a//b\"}"), "a//b"))
        .map(row ->
            DynamicTest.dynamicTest(
                row.getLast(),
                () ->
                    assertThatThrownBy(() -> ContinueToken.decode(row.getFirst()))
                        .isInstanceOf(ApiException.BadRequest.class)
                        .hasMessage(
                            "invalid continue token: continue key is not valid: "
                                + row.getLast())));
  }

  private static String token(String json) {
    return java.util.Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static void check(Runnable rules, List<String> errors) {
    if (errors.isEmpty()) {
      assertThatCode(rules::run).doesNotThrowAnyException();
    } else {
      var all = String.join(", ", errors);
      assertThatThrownBy(rules::run)
          .isInstanceOf(ApiException.Invalid.class)
          .hasMessage(
              "ListOptions.meta.k8s.io \"\" is invalid: "
                  + (errors.size() == 1 ? all : "[" + all + "]"));
    }
  }

  private static ListSelection asked(String version, String match, String token) {
    return new ListSelection("", "", version, match, 0, token);
  }
}
