package dev.coxswain.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSpanTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"a\"}",
        "{\"labels\":{\"a\":\"b\"},\"list\":[{\"c\":{}}]}",
        "{\"text\":\"} and { and \\\" and \\\\\"}"
      })
  void anObjectEndsWithItsOwnBrace(String value) {
    var json = bytes("{\"metadata\":" + value + ",\"spec\":{\"x\":1}}");
    int end = JsonSpan.endOfField(json, 1, "metadata");
    assertThat(new String(json, 12, end - 12, StandardCharsets.UTF_8)).isEqualTo(value);
  }

  @Test
  void anotherFieldIsABug() {
    assertThatThrownBy(() -> JsonSpan.endOfField(bytes("{\"spec\":{}}"), 1, "metadata"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
