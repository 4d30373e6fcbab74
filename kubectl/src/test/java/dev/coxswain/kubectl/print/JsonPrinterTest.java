package dev.coxswain.kubectl.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class JsonPrinterTest {
  @Test
  void keysAreSortedAndEmptyThingsStayOnTheirLine() throws Exception {
    var tree = new ObjectMapper().readTree("{\"b\":{},\"a\":[1,{\"x\":\"y\"}],\"c\":[]}");
    assertThat(JsonPrinter.print(tree))
        .isEqualTo(
            """
            {
                "a": [
                    1,
                    {
                        "x": "y"
                    }
                ],
                "b": {},
                "c": []
            }
            """);
  }
}
