package dev.coxswain.kubectl.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  private static JsonNode document() throws Exception {
    return new ObjectMapper()
        .readTree(
            """
            {"kind":"List","items":[
              {"name":"a","n":1,"labels":{"x.y/z":"1"}},
              {"name":"b","n":2,"labels":{"x.y/z":"2"}},
              {"name":"c","n":3}]}
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{.kind} # List",
        "{.items[*].name} # a b c",
        "{.items[0].name}-{.items[-1].name} # a-c",
        "{.items[0:2].name} # a b",
        "{range .items[*]}{.name}={.n};{end} # a=1;b=2;c=3;",
        "{.items[?(@.n>1)].name} # b c",
        "{.items[?(@.name==\"b\")].n} # 2",
        "{.items[?(@.labels)].name} # a b",
        "{.items[0].labels.x\\.y/z} # 1",
        "{.items[0]['name','n']} # a 1",
        "{..name} # a b c",
        "{.items[0].labels} # {\"x.y/z\":\"1\"}",
        "[{.nothing}] # []",
        "{.items[*]['name']}{\"!\"} # a b c!"
      })
  void printsWhatThePathLeadsTo(String template, String wanted) throws Exception {
    assertThat(JsonPath.parse(template).print(document())).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{.a", "{.items[0}", "{range .items[*]}", "{end}", "{.items[0:2:0]}"})
  void whatCannotBeReadIsRefused(String template) {
    assertThatThrownBy(() -> JsonPath.parse(template)).isInstanceOf(BadPath.class);
  }
}
