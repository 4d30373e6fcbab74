package dev.coxswain.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QueryParametersTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "absent, '', false",
    "a word, watch=true, true",
    "nothing, watch=, true",
    "no equals sign, watch, true",
    "false, watch=False, false",
    "zero, watch=0, false",
    "anything else, watch=no, true"
  })
  void flags(String row, String query, boolean expected) {
    assertThat(QueryParameters.parse(query).flag("watch")).as(row).isEqualTo(expected);
  }

  static Stream<Arguments> refusedNumbers() {
    return Stream.of(
        arguments("x", "strconv.ParseInt: parsing \"x\": invalid syntax"),
        arguments("1.5", "strconv.ParseInt: parsing \"1.5\": invalid syntax"),
        arguments(
            "99999999999999999999",
            "strconv.ParseInt: parsing \"99999999999999999999\": value out of range"));
  }

  @ParameterizedTest
  @MethodSource("refusedNumbers")
  void refusesNumbersInGosWords(String text, String message) {
    assertThatThrownBy(() -> QueryParameters.parse("limit=" + text).number("limit"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void decodesAndKeepsRepeatedValuesInOrder() {
    var query =
        QueryParameters.parse("command=sh&command=-c&command=echo%20a%2Bb+c&bad=%zz&limit=-1");
    assertThat(query.all("command")).isEqualTo(List.of("sh", "-c", "echo a+b c"));
    assertThat(query.has("bad")).isFalse();
    assertThat(query.number("limit")).hasValue(-1L);
    assertThat(query.number("timeoutSeconds")).isEmpty();
  }
}
