package dev.coxswain.apimachinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schemas;
import dev.coxswain.apimachinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PatchTest {
  private static final Schema POD = Schemas.of(Pod.getDescriptor());
  private static final Schema DEPLOYMENT = Schemas.of(Deployment.getDescriptor());

  static Stream<Arguments> jsonPatches() {
    return Stream.of(
        arguments(
            "adds a field",
            "{'a':1}",
            "[{'op':'add','path':'/b','value':{'c':2}}]",
            "{'a':1,'b':{'c':2}}"),
        arguments("add replaces", "{'a':1}", "[{'op':'add','path':'/a','value':2}]", "{'a':2}"),
        arguments(
            "adds into a list",
            "{'a':[1,3]}",
            "[{'op':'add','path':'/a/1','value':2}]",
            "{'a':[1,2,3]}"),
        arguments(
            "adds at the end",
            "{'a':[1]}",
            "[{'op':'add','path':'/a/-','value':2}]",
            "{'a':[1,2]}"),
        arguments(
            "removes",
            "{'a':1,'b':[1,2]}",
            "[{'op':'remove','path':'/a'},{'op':'remove','path':'/b/0'}]",
            "{'b':[2]}"),
        arguments(
            "replaces", "{'a':[1]}", "[{'op':'replace','path':'/a/0','value':5}]", "{'a':[5]}"),
        arguments(
            "moves and copies",
            "{'a':{'b':1}}",
            "[{'op':'copy','from':'/a/b','path':'/c'},{'op':'move','from':'/a','path':'/d'}]",
            "{'c':1,'d':{'b':1}}"),
        arguments(
            "null is what is not there",
            "{'a':1}",
            "[{'op':'test','path':'/a','value':1},{'op':'test','path':'/x','value':null}]",
            "{'a':1}"),
        arguments("no list has no operations", "{'a':1}", "null", "{'a':1}"),
        arguments(
            "what is replaced need not be there",
            "{'a':1}",
            "[{'op':'replace','path':'/b','value':2}]",
            "{'a':1,'b':2}"),
        arguments(
            "a copy of nothing is null",
            "{'a':1}",
            "[{'op':'copy','from':'/x','path':'/b'}]",
            "{'a':1,'b':null}"),
        arguments(
            "the whole document",
            "{'a':1}",
            "[{'op':'test','path':'','value':{'a':1}},{'op':'replace','path':'','value':{'b':2}}]",
            "{'b':2}"),
        arguments(
            "what stands before the slash is ignored",
            "{'a':1}",
            "[{'op':'add','path':'x/b','value':2}]",
            "{'a':1,'b':2}"),
        arguments(
            "escaped keys",
            "{'a/b':1,'c~d':1}",
            "[{'op':'remove','path':'/a~1b'},{'op':'remove','path':'/c~0d'}]",
            "{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jsonPatches")
  void jsonPatch(String name, String document, String patch, String expected) {
    var before = tree(document);
    assertThat(JsonPatch.apply(before, bytes(patch))).isEqualTo(tree(expected));
    assertThat(before).isEqualTo(tree(document));
  }

  static Stream<Arguments> refusedJsonPatches() {
    var generic = "the server rejected our request due to an error in our request";
    return Stream.of(
        arguments(
            "no list",
            "{'a':1}",
            400,
            "error decoding patch: json: cannot unmarshal object into Go value of type"
                + " []handlers.jsonPatchOp"),
        arguments("no JSON", "[{", 400, "error decoding patch: unexpected end of JSON input"),
        arguments("unknown operation", "[{'op':'frobnicate','path':'/a'}]", 422, generic),
        arguments("nothing to remove", "[{'op':'remove','path':'/x'}]", 422, generic),
        arguments(
            "nothing to replace", "[{'op':'replace','path':'/nope/x','value':1}]", 422, generic),
        arguments("failed test", "[{'op':'test','path':'/a','value':7}]", 422, generic),
        arguments(
            "a number otherwise written", "[{'op':'test','path':'/a','value':1.0}]", 422, generic),
        arguments("nothing to move", "[{'op':'move','from':'/x','path':'/b'}]", 422, generic),
        arguments("an operation that is null", "[null]", 422, generic),
        arguments(
            "no operation",
            "[1]",
            400,
            "error decoding patch: json: cannot unmarshal number into Go value of type"
                + " handlers.jsonPatchOp"),
        arguments(
            "a path that is no text",
            "[{'op':'add','path':1}]",
            400,
            "error decoding patch: json: cannot unmarshal number into Go struct field"
                + " jsonPatchOp.path of type string"),
        arguments("beyond the list", "[{'op':'add','path':'/l/5','value':7}]", 422, generic),
        arguments("no path", "[{'op':'add','value':7}]", 422, generic));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedJsonPatches")
  void refusedJsonPatch(String name, String patch, int code, String message) {
    assertThatThrownBy(() -> JsonPatch.apply(tree("{'a':1,'l':[1]}"), bytes(patch)))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  void whatIsOddAboutAJsonPatchIsSaidUnlessIgnored() {
    var patch = bytes("[{'op':'add','path':'/b','x':1,'value':{'c':1,'c':2},'op':'add'}]");
    assertThat(JsonPatch.apply(tree("{}"), patch, FieldValidation.WARN).complaints())
        .containsExactly(
            "json patch unknown field \"[0].x\"",
            "json patch duplicate field \"[0].value.c\"",
            "json patch duplicate field \"[0].op\"");
    assertThat(JsonPatch.apply(tree("{}"), patch, FieldValidation.IGNORE).complaints()).isEmpty();
    assertThatThrownBy(() -> JsonPatch.apply(tree("{}"), bytes("{}"), FieldValidation.IGNORE))
        .hasMessage("json: cannot unmarshal object into Go value of type jsonpatch.Patch");
  }

  static Stream<Arguments> orders() {
    return Stream.of(
        arguments(
            "operations sort what they pass",
            JsonPatch.apply(
                tree("{'k':1,'b':{'z':1,'y':1},'a':{'z':1,'y':1}}"),
                bytes("[{'op':'add','path':'/b/x','value':{'z':1,'y':1}}]"))),
        arguments(
            "merges sort what they merge",
            MergePatch.apply(
                tree("{'k':1,'b':{'z':1,'y':1},'a':{'z':1,'y':1}}"), bytes("{'b':{'x':1}}"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("orders")
  void patchedObjectsAreSorted(String name, JsonNode patched) {
    assertThat(patched.propertyStream().map(f -> f.getKey())).containsExactly("a", "b", "k");
    assertThat(patched.get("b").propertyStream().map(f -> f.getKey()))
        .containsExactly("x", "y", "z");
    assertThat(patched.get("a").propertyStream().map(f -> f.getKey())).containsExactly("z", "y");
  }

  static Stream<Arguments> mergePatches() {
    return Stream.of(
        arguments("merges", "{'a':{'b':1,'c':2}}", "{'a':{'b':3}}", "{'a':{'b':3,'c':2}}"),
        arguments("null removes", "{'a':{'b':1,'c':2}}", "{'a':{'b':null}}", "{'a':{'c':2}}"),
        arguments("lists are replaced", "{'a':[1,2]}", "{'a':[3]}", "{'a':[3]}"),
        arguments(
            "nulls of new parts vanish",
            "{}",
            "{'a':{'b':null,'c':[{'d':null}]}}",
            "{'a':{'c':[{}]}}"),
        arguments(
            "nulls of new lists' objects vanish", "{'a':[1]}", "{'a':[{'b':null}]}", "{'a':[{}]}"),
        arguments(
            "a list replaces an object as it is",
            "{'a':{}}",
            "{'a':[{'b':null}]}",
            "{'a':[{'b':null}]}"),
        arguments("an object replaces a scalar", "{'a':1}", "{'a':{'b':null}}", "{'a':{}}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mergePatches")
  void mergePatch(String name, String document, String patch, String expected) {
    assertThat(MergePatch.apply(tree(document), bytes(patch))).isEqualTo(tree(expected));
  }

  @Test
  void aMergePatchIsAnObject() {
    assertThatThrownBy(() -> MergePatch.apply(tree("{}"), bytes("{'data':")))
        .isInstanceOf(ApiException.BadRequest.class)
        .hasMessage("error decoding patch: unexpected end of JSON input");
    assertThatThrownBy(() -> MergePatch.apply(tree("{}"), bytes("[]")))
        .hasMessage(
            "error decoding patch: json: cannot unmarshal array into Go value of type"
                + " map[string]interface {}");
    assertThatThrownBy(() -> MergePatch.apply(tree("{}"), bytes("null")))
        .hasMessage("Invalid JSON Patch");
    assertThatThrownBy(() -> MergePatch.read(bytes("{"), FieldValidation.IGNORE))
        .hasMessage("Invalid JSON Patch");
  }

  static Stream<Arguments> strategicPatches() {
    return Stream.of(
        arguments(
            "elements merge by key",
            "{'spec':{'containers':[{'name':'m','image':'x','env':[{'name':'A','value':'1'},{'name':'B','value':'2'}]}]}}",
            "{'spec':{'containers':[{'name':'m','env':[{'name':'B','value':'22'},{'name':'C','value':'3'}]}]}}",
            "{'spec':{'containers':[{'name':'m','image':'x','env':[{'name':'A','value':'1'},{'name':'B','value':'22'},{'name':'C','value':'3'}]}]}}"),
        arguments(
            "new elements go first",
            "{'spec':{'containers':[{'name':'main'}]}}",
            "{'spec':{'containers':[{'name':'side','image':'b'}]}}",
            "{'spec':{'containers':[{'name':'side','image':'b'},{'name':'main'}]}}"),
        arguments(
            "$patch delete takes an element out",
            "{'spec':{'containers':[{'name':'side'},{'name':'main'}]}}",
            "{'spec':{'containers':[{'$patch':'delete','name':'side'}]}}",
            "{'spec':{'containers':[{'name':'main'}]}}"),
        arguments(
            "$patch replace in a list replaces it",
            "{'spec':{'containers':[{'name':'a'},{'name':'b'}]}}",
            "{'spec':{'containers':[{'$patch':'replace'},{'name':'c'}]}}",
            "{'spec':{'containers':[{'name':'c'}]}}"),
        arguments(
            "$patch replace in an object replaces it",
            "{'metadata':{'labels':{'a':'1'}}}",
            "{'metadata':{'labels':{'$patch':'replace','b':'2'}}}",
            "{'metadata':{'labels':{'b':'2'}}}"),
        arguments(
            "$patch delete empties an object",
            "{'metadata':{'labels':{'a':'1'}}}",
            "{'metadata':{'labels':{'$patch':'delete'}}}",
            "{'metadata':{'labels':{}}}"),
        arguments(
            "atomic lists are replaced",
            "{'spec':{'tolerations':[{'key':'a'}],'containers':[{'name':'c','args':['x','y']}]}}",
            "{'spec':{'tolerations':[{'key':'b'}],'containers':[{'name':'c','args':['z']}]}}",
            "{'spec':{'tolerations':[{'key':'b'}],'containers':[{'name':'c','args':['z']}]}}"),
        arguments(
            "scalars are added once",
            "{'metadata':{'finalizers':['a','b']}}",
            "{'metadata':{'finalizers':['b','c']}}",
            "{'metadata':{'finalizers':['a','b','c']}}"),
        arguments(
            "scalars are deleted",
            "{'metadata':{'finalizers':['a','b']}}",
            "{'metadata':{'$deleteFromPrimitiveList/finalizers':['a']}}",
            "{'metadata':{'finalizers':['b']}}"),
        arguments(
            "the order is set",
            "{'spec':{'containers':[{'name':'a'},{'name':'b'},{'name':'server'}]}}",
            "{'spec':{'$setElementOrder/containers':[{'name':'c'},{'name':'b'},{'name':'a'}],'containers':[{'name':'c','image':'x'}]}}",
            "{'spec':{'containers':[{'name':'c','image':'x'},{'name':'b'},{'name':'a'},{'name':'server'}]}}"),
        arguments(
            "keys are retained",
            "{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}",
            "{'spec':{'volumes':[{'name':'v','$retainKeys':['name','hostPath'],'hostPath':{'path':'/x'}}]}}",
            "{'spec':{'volumes':[{'name':'v','hostPath':{'path':'/x'}}]}}"),
        arguments(
            "null removes",
            "{'metadata':{'labels':{'a':'1','b':'2'}}}",
            "{'metadata':{'labels':{'a':null}}}",
            "{'metadata':{'labels':{'b':'2'}}}"),
        arguments(
            "new parts lose directives and nulls",
            "{'metadata':{'name':'p'}}",
            "{'metadata':{'labels':{'$patch':'merge','a':'1','b':null}},'spec':{'$setElementOrder/containers':[{'name':'c'}],'containers':[{'name':'c'},{'name':'d','$patch':'delete'}]}}",
            "{'metadata':{'name':'p','labels':{'a':'1'}},'spec':{'containers':[{'name':'c'}]}}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("strategicPatches")
  void strategicMergePatch(String name, String document, String patch, String expected) {
    var before = (ObjectNode) tree(document);
    assertThat(StrategicMergePatch.apply(before, bytes(patch), POD)).isEqualTo(tree(expected));
    assertThat(before).isEqualTo(tree(document));
  }

  @Test
  void aDeploymentStrategyRetainsItsKeys() {
    var document =
        (ObjectNode)
            tree("{'spec':{'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':1}}}}");
    var patch = bytes("{'spec':{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}}");
    assertThat(StrategicMergePatch.apply(document, patch, DEPLOYMENT))
        .isEqualTo(tree("{'spec':{'strategy':{'type':'Recreate'}}}"));
  }

  static Stream<Arguments> refusedStrategicPatches() {
    return Stream.of(
        arguments(
            "{'spec':{'containers':[{'image':'x'}]}}",
            500,
            "map: map[image:x] does not contain declared merge key: name"),
        arguments(
            "{'spec':{'containers':[{'name':'x','$patch':'frob'}]}}",
            500,
            "unknown patch type: frob in map: map[$patch:frob name:x]"),
        arguments(
            "{'spec':{'$retainKeys':['a'],'b':1}}", 400, "invalid patch format of retainKeys"),
        arguments("{'spec':", 400, "unexpected end of JSON input"),
        arguments(
            "{'spec':{'$patch':1}}", 500, "unknown patch type: %!s(int64=1) in map: map[$patch:1]"),
        arguments(
            "{'spec':{'containers':[1]}}",
            500,
            "list element types are not identical: [[map[name:c]] [1]]"),
        arguments(
            "{'spec':{'containers':[['c']]}}",
            500,
            "list element types are not identical: [[map[name:c]] [[c]]]"),
        arguments(
            "{'metadata':{'finalizers':[['c']]}}",
            422,
            "the server rejected our request due to an error in our request"),
        arguments(
            "{'spec':{'$setElementOrder/containers':'x'}}",
            500,
            "expected a []interface {}, but received a string"),
        arguments(
            "{'spec':{'$setElementOrder':[]}}",
            400,
            "invalid patch format of setElementOrder list"),
        arguments(
            "{'metadata':{'$deleteFromPrimitiveList':[]}}",
            400,
            "invalid patch format of primitive list"),
        arguments(
            "{'metadata':{'labels':{'a':1}}}",
            422,
            " \"\" is invalid: patch: Invalid value: \"map[metadata:map[labels:map[a:1]]]\": cannot"
                + " convert int64 to string"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedStrategicPatches")
  void refusedStrategicPatch(String patch, int code, String message) {
    var document =
        (ObjectNode)
            tree(
                "{'metadata':{'labels':{'z':'1'},'finalizers':[]},'spec':{'containers':[{'name':'c'}]}}");
    assertThatThrownBy(() -> StrategicMergePatch.apply(document, bytes(patch), POD))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @Test
  void aPatchOfTheWrongTypeIsShownAsGoWould() {
    var document = (ObjectNode) tree("{'data':{'a':'1'}}");
    assertThatThrownBy(() ->
            StrategicMergePatch.apply(
                document, bytes("{'data':{'a':1}}"), Schemas.of(ConfigMap.getDescriptor())))
        .isInstanceOf(ApiException.Invalid.class)
        .hasMessageEndingWith(
            "patch: Invalid value: \"map[data:map[a:1]]\": cannot convert int64 to string");
  }

  @Test
  void aPatchOfAnyTypeThatNestsTooDeepIsRefused() {
    var deep = bytes("{'a':".repeat(301) + "1" + "}".repeat(301));
    assertThatThrownBy(() -> MergePatch.apply(tree("{}"), deep))
        .isInstanceOf(ApiException.BadRequest.class)
        .hasMessageEndingWith("exceeded max depth");
    assertThatThrownBy(() -> StrategicMergePatch.apply((ObjectNode) tree("{}"), deep, POD))
        .isInstanceOf(ApiException.BadRequest.class);
    assertThatThrownBy(() -> MergePatch.read(deep, FieldValidation.IGNORE))
        .hasMessageEndingWith("exceeded max depth");
    var operations = bytes("[".repeat(301) + "]".repeat(301));
    assertThatThrownBy(() -> JsonPatch.apply(tree("{}"), operations))
        .isInstanceOf(ApiException.BadRequest.class);
    var bearable = bytes("{'a':".repeat(299) + "1" + "}".repeat(299));
    assertThat(MergePatch.apply(tree("{}"), bearable)).isEqualTo(JsonCodec.parse(bearable));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) {
    return JsonCodec.parse(bytes(json));
  }
}
