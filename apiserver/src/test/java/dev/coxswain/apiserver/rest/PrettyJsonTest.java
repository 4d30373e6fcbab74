package dev.coxswain.apiserver.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrettyJsonTest {
  @Test
  void indentsAsGoDoes() {
    var json = "{\"a\":{},\"b\":[],\"c\":[1,{\"d\":\"{\\\",\\\\\"}],\"e\":null}";
    assertThat(new String(PrettyJson.indent(json.getBytes(UTF_8)), UTF_8))
        .isEqualTo(
            """
            {
              "a": {},
              "b": [],
              "c": [
                1,
                {
                  "d": "{\\",\\\\"
                }
              ],
              "e": null
            }\
            """);
  }
}
