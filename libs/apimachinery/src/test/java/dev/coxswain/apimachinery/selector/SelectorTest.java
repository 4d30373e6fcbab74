package dev.coxswain.apimachinery.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorTest {
  private static final Map<String, Map<String, String>> OBJECTS =
      Map.of(
          "a", Map.of("env", "prod", "tier", "web"),
          "b", Map.of("env", "dev", "tier", "web"),
          "c", Map.of("env", "test"),
          "d", Map.of("other", "5"));

  @ParameterizedTest(name = "{0} means {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "''|a b c d",
        "env=prod|a",
        "env==prod|a",
        "env!=prod,env|b c",
        "env!=prod|b c d",
        "env in (prod,dev)|a b",
        "env notin (prod,dev),env|c",
        "env|a b c",
        "!env|d",
        "env in (prod,dev),tier=web|a b",
        "env,!tier|c",
        "other>4|d",
        "other<4|none",
        "env in ()|none",
        "env=|none",
        " env = prod , tier = web |a",
        "env>1|none",
        "env notin ()|a b c d",
        "in|none",
        "!in|a b c d"
      })
  void meaning(String selector, String names) {
    var parsed = Selector.parse(selector);
    assertThat(OBJECTS.keySet().stream().filter(o -> parsed.matches(OBJECTS.get(o))).sorted())
        .containsExactly(names == null ? new String[0] : names.split(" ", -1));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''|''", "b=1,a=2|a=2,b=1", "a==1|a==1", "a != 1|a!=1", "a in ( c , b )|a in (b,c)",
            "a notin (b)|a notin (b)",
        "! a|!a", "a>1|a>1", "a < 2|a<2", "a in (,b)|a in (,b)", "a=|a=",
            "a in (in,notin)|a in (in,notin)",
        "x.io/y|x.io/y"
      })
  void canonicalText(String selector, String expected) {
    assertThat(Selector.parse(selector)).hasToString(expected);
    assertThat(Selector.parse(expected)).isEqualTo(Selector.parse(selector));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        arguments(
            "a b",
            "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"),
        arguments("env in (prod", "unable to parse requirement: found '', expected: ',' or ')'"),
        arguments("a in b", "unable to parse requirement: found 'b' expected: '('"),
        arguments("a,", "found '', expected: identifier after ','"),
        arguments(",a", "found ',', expected: !, identifier, or 'end of string'"),
        arguments("a=b c", "found 'c', expected: ',' or 'end of string'"),
        arguments("!", "unable to parse requirement: found '', expected: identifier"),
        arguments("a=(", "unable to parse requirement: found '(', expected: identifier"),
        arguments(
            "a>x",
            "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer"),
        arguments(
            "-a=b",
            "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"),
        arguments("a=b!", "found '!', expected: ',' or 'end of string'"),
        arguments(
            "a=b@",
            "unable to parse requirement: values[0][a]: Invalid value: \"b@\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refusedInUpstreamsWords(String selector, String message) {
    assertThatThrownBy(() -> Selector.parse(selector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void theSelectorOfAnObject() {
    var selector =
        LabelSelector.newBuilder()
            .putMatchLabels("app", "x")
            .addMatchExpressions(expression("tier", "In", "b", "a"))
            .addMatchExpressions(expression("gone", "DoesNotExist"))
            .build();
    assertThat(Selector.of(selector)).hasToString("app=x,!gone,tier in (a,b)");
    assertThat(Selector.of(LabelSelector.getDefaultInstance()).isEmpty()).isTrue();
    assertThatThrownBy(() ->
            Selector.of(
                LabelSelector.newBuilder()
                    .addMatchExpressions(expression("a", "Near", "b"))
                    .build()))
        .hasMessage("\"Near\" is not a valid label selector operator");
  }

  @Test
  void nothingAndEverything() {
    assertThat(Selector.nothing().matches(Map.of())).isFalse();
    assertThat(Selector.nothing().isEmpty()).isFalse();
    assertThat(Selector.everything().matches(Map.of())).isTrue();
    assertThat(Selector.ofMap(Map.of("b", "2", "a", "1"))).hasToString("a=1,b=2");
  }

  @Test
  void fieldSelectors() {
    var selector = FieldSelector.parse("metadata.name=a,status.phase!=Running,x==b\\,c");
    assertThat(selector.exact("metadata.name")).contains("a");
    assertThat(selector.exact("status.phase")).isEmpty();
    assertThat(selector).hasToString("metadata.name=a,status.phase!=Running,x=b\\,c");
    var fields = Map.of("metadata.name", "a", "x", "b,c");
    assertThat(selector.matches(fields::get)).isTrue();
    assertThat(FieldSelector.parse("y=").matches(fields::get)).isTrue();
    assertThat(FieldSelector.parse("x!=b\\,c").matches(fields::get)).isFalse();
    assertThatThrownBy(() -> FieldSelector.parse("a=b,c"))
        .hasMessage("invalid selector: 'a=b,c'; can't understand 'c'");
  }

  private static LabelSelectorRequirement expression(
      String key, String operator, String... values) {
    return LabelSelectorRequirement.newBuilder()
        .setKey(key)
        .setOperator(operator)
        .addAllValues(List.of(values))
        .build();
  }
}
