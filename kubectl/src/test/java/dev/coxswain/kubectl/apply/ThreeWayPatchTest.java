package dev.coxswain.kubectl.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schemas;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ThreeWayPatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> changes() {
    return Stream.of(
        arguments(
            "what is there already needs no patch",
            "{'metadata':{'labels':{'a':'1'}}}",
            "{'metadata':{'labels':{'a':'1'}}}",
            "{'metadata':{'labels':{'a':'1','b':'2'},'uid':'u'}}",
            "{}"),
        arguments(
            "what left the configuration goes",
            "{'metadata':{'labels':{'a':'1','b':'2'}}}",
            "{'metadata':{'labels':{'a':'1'}}}",
            "{'metadata':{'labels':{'a':'1','b':'2','c':'3'}}}",
            "{'metadata':{'labels':{'b':null}}}"),
        arguments(
            "what others removed comes back",
            "{'spec':{'replicas':2}}",
            "{'spec':{'replicas':2}}",
            "{'spec':{}}",
            "{'spec':{'replicas':2}}"),
        arguments(
            "containers are told apart by name, and keep what others added",
            "{'spec':{'template':{'spec':{'containers':[{'name':'a','image':'x:1'},{'name':'b','image':'y'}]}}}}",
            "{'spec':{'template':{'spec':{'containers':[{'name':'a','image':'x:2'}]}}}}",
            "{'spec':{'template':{'spec':{'containers':[{'name':'a','image':'x:1','imagePullPolicy':'Always'},{'name':'b','image':'y'}]}}}}",
            "{'spec':{'template':{'spec':{'$setElementOrder/containers':[{'name':'a'}],'containers':[{'image':'x:2','name':'a'},{'$patch':'delete','name':'b'}]}}}}"),
        arguments(
            "lists of values gain and lose values",
            "{'metadata':{'finalizers':['a','b']}}",
            "{'metadata':{'finalizers':['a','c']}}",
            "{'metadata':{'finalizers':['a','b','z']}}",
            "{'metadata':{'finalizers':['c'],'$deleteFromPrimitiveList/finalizers':['b']}}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void patches(String name, String last, String wanted, String live, String patch)
      throws Exception {
    assertThat(
            ThreeWayPatch.between(
                JSON.readTree(quoted(last)),
                JSON.readTree(quoted(wanted)),
                JSON.readTree(quoted(live)),
                Schemas.of(Deployment.getDescriptor())))
        .isEqualTo(JSON.readTree(quoted(patch)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void withoutASchemaListsAreReplacedWhole(String name, String last, String wanted, String live)
      throws Exception {
    var patch =
        ThreeWayPatch.between(
            JSON.readTree(quoted(last)),
            JSON.readTree(quoted(wanted)),
            JSON.readTree(quoted(live)),
            new Schema.Any());
    assertThat(patch.toString()).doesNotContain("$patch", "$setElementOrder", "$delete");
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
