package dev.coxswain.apimachinery.apply;

import static dev.coxswain.apimachinery.apply.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldSetTest {
  private static final Schema POD = Schemas.of(Pod.getDescriptor());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'f:a':{}}",
        "{'f:a':{'.':{},'f:b':{}},'f:c':{'f:d':{}}}",
        "{'f:l':{'k:{\\'a\\':1,\\'b\\':\\'x\\'}':{'.':{},'f:a':{}},'v:true':{},'i:3':{}}}",
        "{'f:l':{'v:1':{},'v:\\'example.com/x\\'':{}}}"
      })
  void theJsonFormIsReadAndWrittenAlike(String json) {
    var text = json.replace('\'', '"');
    assertThat(new String(set(json).toJson(), StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void pathsReadAsInMessages() {
    assertThat(
            set(
                "{'f:spec':{'f:ports':{'k:{\\'port\\':80,\\'protocol\\':\\'TCP\\'}':{'.':{},'f:name':{}}}},'f:x':{'v:\\'a\\'':{},'i:2':{}},'z:unknown':{}}"))
        .hasToString(
            """
            .spec.ports[port=80,protocol="TCP"]
            .spec.ports[port=80,protocol="TCP"].name
            .x[="a"]
            .x[2]\
            """);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'f:a':{'.':{},'f:b':{}}}|{'f:a':{}}|{'f:a':{'.':{},'f:b':{}}}|{'f:a':{}}|{'f:a':{'f:b':{}}}|{}",
        "{'f:a':{'f:b':{}}}|{'f:a':{'f:c':{}}}|{'f:a':{'f:b':{},'f:c':{}}}|{}|{'f:a':{'f:b':{}}}|{'f:a':{'f:b':{}}}",
        "{'f:a':{}}|{'f:a':{'f:b':{}}}|{'f:a':{'.':{},'f:b':{}}}|{}|{'f:a':{}}|{'f:a':{}}",
        "{'f:a':{},'f:b':{}}|{'f:a':{}}|{'f:a':{},'f:b':{}}|{'f:a':{}}|{'f:b':{}}|{'f:b':{}}"
      })
  void algebra(
      String a, String b, String union, String intersection, String minus, String minusDeep) {
    var left = set(a);
    var right = set(b);
    assertThat(left.union(right)).isEqualTo(set(union));
    assertThat(left.intersection(right)).isEqualTo(set(intersection));
    assertThat(left.minus(right)).isEqualTo(set(minus));
    assertThat(left.minusDeep(right)).isEqualTo(set(minusDeep));
    assertThat(left.intersects(right.toJson())).isEqualTo(!set(intersection).isEmpty());
    assertThat(right.intersects(left.toJson())).isEqualTo(!set(intersection).isEmpty());
  }

  @Test
  void whatIsNoSetIsRefused() {
    assertThatThrownBy(() -> set("{'f:a':")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> set("{'i:x':{}}")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "{'f:a':{}} | {'f:a':{}} | true",
        "{'f:a':{'.':{},'f:b':{}}} | {'f:a':{'f:b':{}}} | true",
        "{'f:a':{'f:b':{}}} | {'f:a':{}} | false",
        "{'f:a':{}} | {'f:a':{'f:b':{}}} | false",
        "{'f:a':{}} | {'f:b':{}} | false",
        "{} | {'f:b':{}} | false",
        "{'f:b':{}} | {} | true"
      })
  void coversWhatItHasItself(String mine, String theirs, boolean covered) {
    assertThat(set(mine).covers(set(theirs))).isEqualTo(covered);
    assertThat(set(mine).union(set(theirs)).equals(set(mine))).isEqualTo(covered);
  }

  static Stream<Arguments> comparisons() {
    return Stream.of(
        arguments(
            "null and empty differ",
            "{'spec':{'nodeSelector':null}}",
            "{'spec':{'nodeSelector':{}}}",
            "{}",
            "{'f:spec':{'f:nodeSelector':{}}}",
            "{}"),
        arguments(
            "null and absent differ",
            "{'spec':{}}",
            "{'spec':{'nodeName':null}}",
            "{'f:spec':{'f:nodeName':{}}}",
            "{}",
            "{}"),
        arguments(
            "a map's keys",
            "{'metadata':{'labels':{'a':'1','b':'1'}}}",
            "{'metadata':{'labels':{'b':'2','c':'3'}}}",
            "{'f:metadata':{'f:labels':{'f:c':{}}}}",
            "{'f:metadata':{'f:labels':{'f:b':{}}}}",
            "{'f:metadata':{'f:labels':{'f:a':{}}}}"),
        arguments(
            "a new map and its keys",
            "{'metadata':{}}",
            "{'metadata':{'labels':{'c':'3'}}}",
            "{'f:metadata':{'f:labels':{'.':{},'f:c':{}}}}",
            "{}",
            "{}"),
        arguments(
            "an atomic list is one",
            "{'spec':{'tolerations':[{'key':'a'}]}}",
            "{'spec':{'tolerations':[{'key':'b'}]}}",
            "{}",
            "{'f:spec':{'f:tolerations':{}}}",
            "{}"),
        arguments(
            "order does not matter",
            "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
            "{'spec':{'containers':[{'name':'b'},{'name':'a'}]}}",
            "{}",
            "{}",
            "{}"),
        arguments(
            "elements go by key",
            "{'spec':{'containers':[{'name':'a','image':'x'},{'name':'b'}]}}",
            "{'spec':{'containers':[{'name':'a','image':'y'}]}}",
            "{}",
            "{'f:spec':{'f:containers':{'k:{\\'name\\':\\'a\\'}':{'f:image':{}}}}}",
            "{'f:spec':{'f:containers':{'k:{\\'name\\':\\'b\\'}':{'.':{},'f:name':{}}}}}"),
        arguments(
            "numbers count by worth",
            "{'spec':{'priority':1}}",
            "{'spec':{'priority':1.0}}",
            "{}",
            "{}",
            "{}"),
        arguments(
            "duplicates go together",
            "{'spec':{'containers':[{'name':'a','image':'x'}]}}",
            "{'spec':{'containers':[{'name':'a'},{'name':'a'}]}}",
            "{}",
            "{'f:spec':{'f:containers':{'k:{\\'name\\':\\'a\\'}':{}}}}",
            "{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("comparisons")
  void comparison(
      String name, String before, String after, String added, String modified, String removed) {
    assertThat(Comparison.of(tree(before), tree(after), POD))
        .isEqualTo(new Comparison(set(added), set(modified), set(removed)));
  }

  @Test
  void mergedListsFollowTheAppliedOrder() {
    var live =
        tree("{'spec':{'containers':[{'name':'a'},{'name':'x'},{'name':'b'},{'name':'y'}]}}");
    var applied = tree("{'spec':{'containers':[{'name':'b'},{'name':'n'},{'name':'a'}]}}");
    assertThat(Merger.merge(live, applied, POD).at("/spec/containers").findValuesAsText("name"))
        .containsExactly("x", "b", "y", "n", "a");
  }

  private static FieldSet set(String json) {
    return FieldSet.parse(
        json.replace("\\'", "\\\"").replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
