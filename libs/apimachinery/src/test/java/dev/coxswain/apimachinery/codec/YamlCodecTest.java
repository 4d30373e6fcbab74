package dev.coxswain.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class YamlCodecTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "yes, true",
        "off, false",
        "~, null",
        "0x10, 16",
        "010, 8",
        "08, 8",
        "1_000, 1000",
        "1.0, 1",
        "1e3, 1000",
        "0.5, 0.5",
        "2020-01-01, \"2020-01-01\"",
        "1:30, \"1:30\"",
        "\"yes\", \"yes\"",
        "'1', \"1\"",
        "!!str 1, \"1\"",
        "v1, \"v1\"",
        "18446744073709551615, 18446744073709551615",
      })
  void readsScalarsAsGoYamlDoes(String yaml, String json) {
    assertThat(json("a: " + yaml)).isEqualTo("{\"a\":" + json + "}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{b: 1, a: [x, {}]} | {\"a\":[\"x\",{}],\"b\":1}",
        "{1: a, true: b} | {\"1\":\"a\",\"true\":\"b\"}",
        "{x: &x {z: 1}, xx: {<<: *x, w: 2}} | {\"x\":{\"z\":1},\"xx\":{\"w\":2,\"z\":1}}",
        "{a: 1, a: 2} | {\"a\":2}",
      },
      delimiter = '|')
  void readsCollections(String yaml, String json) {
    assertThat(json(yaml)).isEqualTo(json);
  }

  static List<Arguments> broken() {
    return List.of(
        arguments(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n data: {}\n",
            "yaml: line 4: did not find expected key"),
        arguments("a: b: c", "yaml: mapping values are not allowed in this context"),
        arguments("a: \"\\u", "yaml: did not find expected hexdecimal number"),
        arguments("x: 1\na: \"\\x", "yaml: line 2: did not find expected hexdecimal number"),
        arguments("a: \"\\u00zz\"", "yaml: did not find expected hexdecimal number"),
        arguments("x: 1\na: b: c", "yaml: line 2: mapping values are not allowed in this context"),
        arguments("a: *z", "yaml: unknown anchor 'z' referenced"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refusesInTheWordsOfGoYaml(String yaml, String message) {
    assertThatThrownBy(() -> json(yaml)).isInstanceOf(DecodeException.class).hasMessage(message);
  }

  @Test
  void readsDocumentsThatAreNotEmpty() {
    assertThat(YamlCodec.documents("---\na: 1\n---\n---\n# nothing\n---\nb: 2\n"))
        .extracting(Object::toString)
        .containsExactly("{\"a\":1}", "{\"b\":2}");
  }

  @Test
  void noDocumentIsNull() {
    assertThat(json("# nothing")).isEqualTo("null");
  }

  static List<Arguments> printed() {
    return List.of(
        arguments("{'b':1,'a':{}}", "a: {}\nb: 1\n"),
        arguments("{'a':[1,[2,3],{'k':1,'l':2}]}", "a:\n- 1\n- - 2\n  - 3\n- k: 1\n  l: 2\n"),
        arguments("{'a':{'b':{'c':[]}}}", "a:\n  b:\n    c: []\n"),
        arguments("{'a10':1,'a9':2,'B':3,'_':4}", "_: 4\nB: 3\na9: 2\na10: 1\n"),
        arguments("{'a':'yes'}", "a: \"yes\"\n"),
        arguments("{'a':'12'}", "a: \"12\"\n"),
        arguments("{'a':''}", "a: \"\"\n"),
        arguments("{'a':null}", "a: null\n"),
        arguments("{'a':'2026-11-21T10:00:00Z'}", "a: \"2026-11-21T10:00:00Z\"\n"),
        arguments("{'a':'1:30'}", "a: \"1:30\"\n"),
        arguments("{'a':'a: b'}", "a: 'a: b'\n"),
        arguments("{'a':'#x'}", "a: '#x'\n"),
        arguments("{'a':'x #y'}", "a: 'x #y'\n"),
        arguments("{'a':'x#y'}", "a: x#y\n"),
        arguments("{'a':'http://x:80/'}", "a: http://x:80/\n"),
        arguments("{'a':' x'}", "a: ' x'\n"),
        arguments("{'a':'x\\ty'}", "a: \"x\\ty\"\n"),
        arguments("{'a':'x\\ny\\n'}", "a: |\n  x\n  y\n"),
        arguments("{'a':'x\\n\\ny'}", "a: |-\n  x\n\n  y\n"),
        arguments("{'a':'x\\n\\n','b':1}", "a: |+\n  x\n\nb: 1\n"),
        arguments("{'a':'x \\ny'}", "a: \"x \\ny\"\n"),
        arguments("{'a':'\\n x'}", "a: |2-\n\n   x\n"),
        arguments("{'a':'\\ud83d\\ude00'}", "a: \"\\U0001F600\"\n"),
        arguments("{'a':1.5,'b':1e+30}", "a: 1.5\nb: 1e+30\n"),
        arguments(
            "{'message':'" + "word ".repeat(20) + "end'}",
            "message: " + "word ".repeat(15).strip() + "\n  " + "word ".repeat(5) + "end\n"));
  }

  @ParameterizedTest
  @MethodSource("printed")
  void printsAsGoYamlDoes(String json, String yaml) {
    var tree = JsonCodec.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    assertThat(YamlCodec.toYaml(tree)).isEqualTo(yaml);
    assertThat(YamlCodec.documents(yaml)).containsExactly(tree);
  }

  static List<Arguments> hostile() {
    return List.of(
        arguments("- ".repeat(5_000) + "a", "yaml: exceeded max depth of 300"),
        arguments("[".repeat(5_000), "yaml: exceeded max depth of 300"),
        arguments("{a: ".repeat(5_000), "yaml: exceeded max depth of 300"),
        arguments(chain(400), "yaml: exceeded max depth of 300"),
        arguments("a: &x [*x]", "yaml: anchor 'x' value contains itself"),
        arguments("&x a: {b: [*x]}\nc: &y {d: *y}", "yaml: anchor 'y' value contains itself"),
        arguments("a: &x {<<: *x}", "yaml: anchor 'x' value contains itself"),
        arguments("a: &x [*x]\nb: {<<: *x}", "yaml: anchor 'x' value contains itself"),
        arguments(laughs(), "yaml: document contains excessive aliasing"));
  }

  private static String chain(int links) {
    var text = new StringBuilder("- &a0 []\n");
    for (int i = 1; i < links; i++) {
      text.append("- &a%d [*a%d]\n".formatted(i, i - 1));
    }
    return text.toString();
  }

  private static String laughs() {
    var text = new StringBuilder("- &a0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      text.append("- &a%d [%s]\n".formatted(i, ("*a" + (i - 1) + ", ").repeat(8)));
    }
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource
  void hostile(String yaml, String message) {
    assertThatThrownBy(() -> json(yaml)).isInstanceOf(DecodeException.class).hasMessage(message);
  }

  @Test
  void whatIsUsedTwiceDoesNotHoldItself() {
    assertThat(json("a: &x [1]\nb: [*x, *x]\nc: {<<: [&y {k: v}, *y]}"))
        .isEqualTo("{\"a\":[1],\"b\":[[1],[1]],\"c\":{\"k\":\"v\"}}");
  }

  private static String json(String yaml) {
    var json = YamlCodec.toJson(yaml.getBytes(StandardCharsets.UTF_8));
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void keysThatOccurTwiceAreTold() {
    var yaml = "a: 1\nb:\n  c: 1\n  c:\n    d: 1\na: 2\n1: x\n1: z\nl: [{e: 1, e: 2}]\n";
    var document = YamlCodec.read(yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(document.tree().path("a").asInt()).isEqualTo(2);
    assertThat(document.duplicates())
        .containsExactly(
            "line 5: key \"c\" already set in map",
            "line 6: key \"a\" already set in map",
            "line 8: key 1 already set in map",
            "line 9: key \"e\" already set in map");
    assertThat(YamlCodec.read(new byte[0]).tree().isNull()).isTrue();
  }
}
