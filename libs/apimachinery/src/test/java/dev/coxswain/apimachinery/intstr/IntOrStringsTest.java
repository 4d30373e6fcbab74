package dev.coxswain.apimachinery.intstr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntOrStringsTest {
  @ParameterizedTest
  @CsvSource({
    "25%, 10, true, 3",
    "25%, 10, false, 2",
    "100%, 7, true, 7",
    "0%, 7, true, 0",
    "150%, 4, false, 6",
  })
  void scalesPercentages(String text, int total, boolean roundUp, int expected) {
    assertThat(IntOrStrings.scaled(IntOrStrings.of(text), total, roundUp)).isEqualTo(expected);
  }

  @Test
  void takesNumbersAsTheyAre() {
    assertThat(IntOrStrings.scaled(IntOrStrings.of(3), 100, true)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "http, invalid value for IntOrString: invalid type: string is not a percentage",
        "x%, invalid value for IntOrString: invalid value \"x%\"",
      })
  void refusesOtherTexts(String text, String message) {
    assertThatThrownBy(() -> IntOrStrings.scaled(IntOrStrings.of(text), 1, true))
        .hasMessage(message);
  }

  @Test
  void readsLikeWhatPeopleWrite() {
    assertThat(IntOrStrings.text(IntOrStrings.of(80))).isEqualTo("80");
    assertThat(IntOrStrings.text(IntOrStrings.of("http"))).isEqualTo("http");
  }
}
