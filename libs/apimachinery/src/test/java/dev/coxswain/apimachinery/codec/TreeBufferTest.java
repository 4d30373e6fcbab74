package dev.coxswain.apimachinery.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeBufferTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.0",
        "0.125",
        "1e21",
        "1E-7",
        "2147483648",
        "9223372036854775807",
        "12345678901234567890",
        "null",
        "\"\\u003c \\\"\"",
        "[1,[],{\"a\":{\"b\":[0.5,true,null]}}]"
      })
  void aRawValueBecomesWhatItIsReadAs(String text) throws IOException {
    try (var buffer = new TreeBuffer()) {
      buffer.writeRawValue(text);
      assertThat(buffer.tree()).isEqualTo(JsonCodec.parse(text.getBytes(UTF_8)));
    }
  }

  @Test
  void smallNumbersAreInts() throws IOException {
    try (var buffer = new TreeBuffer()) {
      buffer.writeStartArray();
      buffer.writeNumber(7L);
      buffer.writeNumber(1L << 40);
      buffer.writeEndArray();
      assertThat(buffer.tree()).containsExactly(IntNode.valueOf(7), LongNode.valueOf(1L << 40));
    }
  }
}
