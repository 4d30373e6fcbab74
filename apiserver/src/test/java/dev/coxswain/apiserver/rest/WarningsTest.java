package dev.coxswain.apiserver.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apiserver.http.HttpReply;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningsTest {
  @Test
  void eachTextIsToldOnceIfAHeaderCanCarryIt() {
    assertThat(headers(List.of("a \"b\" \\", "c", "c", "", "d\ne")))
        .containsExactly("299 - \"a \\\"b\\\" \\\\\"", "299 - \"c\"");
  }

  @Test
  void tooManyAreCutShortAndThenLeftOut() {
    var texts = IntStream.range(0, 20).mapToObj(i -> (char) ('a' + i) + "x".repeat(299)).toList();
    assertThat(headers(texts.subList(0, 13))).allMatch(header -> header.length() == 308);
    assertThat(headers(texts)).hasSize(16).allMatch(header -> header.length() == 264);
  }

  private static List<String> headers(List<String> texts) {
    var warnings = new Warnings();
    texts.forEach(warnings::add);
    return warnings.addTo(HttpReply.text(200, "")).headers().stream()
        .filter(header -> header.name().equals("Warning"))
        .map(HttpReply.Header::value)
        .toList();
  }
}
