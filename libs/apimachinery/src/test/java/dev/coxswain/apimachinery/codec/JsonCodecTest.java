package dev.coxswain.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.coxswain.api.apiextensions.v1.CustomResourceDefinition;
import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.ConfigMapList;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.PartialObjectMetadata;
import dev.coxswain.api.meta.v1.PartialObjectMetadataList;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.WatchEvent;
import dev.coxswain.api.rbac.v1.Role;
import dev.coxswain.api.runtime.RawExtension;
import dev.coxswain.apimachinery.scheme.GroupVersionKind;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.time.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {
  private static final KindType DEPLOYMENT = Scheme.kubernetes().kindOf(Deployment.class);
  private static final KindType CONFIG_MAP = Scheme.kubernetes().kindOf(ConfigMap.class);
  private static final KindType POD = Scheme.kubernetes().kindOf(Pod.class);
  private static final KindType SERVICE = Scheme.kubernetes().kindOf(Service.class);
  private static final KindType SECRET = Scheme.kubernetes().kindOf(Secret.class);

  static List<Arguments> written() {
    return List.of(
        arguments(
            "structs are there even when empty, a zero creation time is not",
            Pod.getDefaultInstance(),
            "{'kind':'Pod','apiVersion':'v1','metadata':{},'spec':{'containers':null},'status':{}}"),
        arguments(
            "pointers only when set, and null where they must be there",
            Deployment.newBuilder().setSpec(DeploymentSpec.newBuilder().setReplicas(0)).build(),
            "{'kind':'Deployment','apiVersion':'apps/v1','metadata':{},'spec':{'replicas':0,"
                + "'selector':null,'template':{'metadata':{},'spec':{'containers':null}},"
                + "'strategy':{}},'status':{}}"),
        arguments(
            "maps by key, with Go's escapes",
            ConfigMap.newBuilder().putData("b", "<&>").putData("a", "\u2028\u0001").build(),
            "{'kind':'ConfigMap','apiVersion':'v1','metadata':{},"
                + "'data':{'a':'\\u2028\\u0001','b':'\\u003c\\u0026\\u003e'}}"),
        arguments(
            "bytes in base64",
            Secret.newBuilder().putData("k", ByteString.copyFromUtf8("hello")).build(),
            "{'kind':'Secret','apiVersion':'v1','metadata':{},'data':{'k':'aGVsbG8='}}"),
        arguments(
            "a list without items has an empty array",
            ConfigMapList.getDefaultInstance(),
            "{'kind':'ConfigMapList','apiVersion':'v1','metadata':{},'items':[]}"),
        arguments(
            "elsewhere what is empty but wanted is null",
            Role.getDefaultInstance(),
            "{'kind':'Role','apiVersion':'rbac.authorization.k8s.io/v1','metadata':{},'rules':null}"),
        arguments(
            "items name their kind only when all are of different kinds",
            PartialObjectMetadataList.newBuilder()
                .addItems(PartialObjectMetadata.getDefaultInstance())
                .build(),
            "{'kind':'PartialObjectMetadataList','apiVersion':'meta.k8s.io/v1','metadata':{},"
                + "'items':[{'kind':'PartialObjectMetadata','apiVersion':'meta.k8s.io/v1',"
                + "'metadata':{}}]}"),
        arguments(
            "a status travels as v1",
            Status.newBuilder().setCode(404).build(),
            "{'kind':'Status','apiVersion':'v1','metadata':{},'code':404}"),
        arguments(
            "times in whole seconds",
            ObjectMeta.newBuilder()
                .setCreationTimestamp(Times.of(Instant.parse("2026-11-21T10:00:00.5Z")))
                .build(),
            "{'creationTimestamp':'2026-11-21T10:00:00Z'}"),
        arguments(
            "JSON inside an object is compact and keeps its numbers",
            WatchEvent.newBuilder()
                .setType("ADDED")
                .setObject(
                    RawExtension.newBuilder()
                        .setRaw(ByteString.copyFromUtf8("{ \"a\": 1.50, \"b\" : 1e3 }")))
                .build(),
            "{'type':'ADDED','object':{'a':1.50,'b':1e3}}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("written")
  void writes(String name, Message message, String expected) {
    assertThat(new String(JsonCodec.toJson(message), StandardCharsets.UTF_8))
        .isEqualTo(expected.replace('\'', '"'));
  }

  static List<Arguments> refused() {
    return List.of(
        arguments(
            "text for a number",
            DEPLOYMENT,
            "{'spec':{'replicas':'many'}}",
            "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of"
                + " type int32"),
        arguments(
            "a fraction for a number",
            DEPLOYMENT,
            "{'spec':{'replicas':1.5}}",
            "json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of"
                + " type int32"),
        arguments(
            "a number that does not fit",
            DEPLOYMENT,
            "{'spec':{'replicas':3000000000}}",
            "json: cannot unmarshal number 3000000000 into Go struct field"
                + " DeploymentSpec.spec.replicas of type int32"),
        arguments(
            "a number beyond 64 bits",
            POD,
            "{'spec':{'activeDeadlineSeconds':99999999999999999999}}",
            "json: cannot unmarshal number 99999999999999999999 into Go struct field"
                + " PodSpec.spec.activeDeadlineSeconds of type int64"),
        arguments(
            "in a list: no index",
            SERVICE,
            "{'spec':{'ports':[{'port':'eighty'}]}}",
            "json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type"
                + " int32"),
        arguments(
            "an object for a list",
            POD,
            "{'spec':{'containers':{'name':'c'}}}",
            "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type"
                + " []v1.Container"),
        arguments(
            "in a map: the map's field",
            CONFIG_MAP,
            "{'data':{'port':80}}",
            "json: cannot unmarshal number into Go struct field ConfigMap.data of type string"),
        arguments(
            "a list for a map",
            POD,
            "{'metadata':{'labels':['a']}}",
            "json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type"
                + " map[string]string"),
        arguments(
            "a named type of text",
            SERVICE,
            "{'spec':{'type':1}}",
            "json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type"
                + " v1.ServiceType"),
        arguments(
            "no base64",
            SECRET,
            "{'data':{'user':'not base64'}}",
            "illegal base64 data at input byte 3"),
        arguments(
            "base64 that ends too early",
            SECRET,
            "{'data':{'user':'YWJjZA='}}",
            "illegal base64 data at input byte 7"),
        arguments(
            "no quantity",
            POD,
            "{'spec':{'containers':[{'resources':{'limits':{'cpu':'lots'}}}]}}",
            "quantities must match the regular expression"
                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
        arguments(
            "no time",
            POD,
            "{'metadata':{'creationTimestamp':'yesterday'}}",
            "parsing time \"yesterday\" as \"2006-01-02T15:04:05Z07:00\": cannot parse"
                + " \"yesterday\" as \"2006\""),
        arguments(
            "not an object at all",
            POD,
            "[]",
            "json: cannot unmarshal array into Go value of type v1.Pod"),
        arguments("the end is missing", POD, "{'metadata':", "unexpected end of JSON input"),
        arguments("nothing", POD, "", "unexpected end of JSON input"),
        arguments(
            "YAML", POD, "apiVersion: v1", "invalid character 'a' looking for beginning of value"),
        arguments("something after it", POD, "{} x", "invalid character 'x' after top-level value"),
        arguments(
            "a missing comma",
            POD,
            "{'kind':'Pod' 'x':1}",
            "invalid character '\"' after object key:value pair"),
        arguments(
            "bad syntax is reported before wrong types",
            POD,
            "{'spec':1,}",
            "invalid character '}' looking for beginning of object key string"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refuses(String name, KindType kind, String json, String message) {
    assertThatThrownBy(() -> JsonCodec.read(bytes(json), kind, FieldValidation.IGNORE))
        .isInstanceOf(DecodeException.class)
        .hasMessage(message);
  }

  static List<Arguments> odd() {
    return List.of(
        arguments(
            "unknown fields by path",
            DEPLOYMENT,
            "{'spec':{'replica':2,'template':{'spec':{'containers':[{'port':80}]}}}}",
            List.of(
                "unknown field \"spec.replica\"",
                "unknown field \"spec.template.spec.containers[0].port\"")),
        arguments(
            "duplicate keys of maps and fields",
            CONFIG_MAP,
            "{'kind':'ConfigMap','metadata':{'name':'c'},'data':{'a':'1','a':'2'},'data':{},'extra':1}",
            List.of(
                "duplicate field \"data.a\"",
                "duplicate field \"data\"",
                "unknown field \"extra\"")),
        arguments(
            "keys are case-sensitive",
            CONFIG_MAP,
            "{'Data':{}}",
            List.of("unknown field \"Data\"")),
        arguments(
            "nothing is odd about inlined fields and nulls",
            POD,
            "{'apiVersion':'v1','kind':'Pod','spec':{'volumes':[{'name':'v','emptyDir':{}}],"
                + "'nodeName':null,'containers':null}}",
            List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("odd")
  void warns(String name, KindType kind, String json, List<String> warnings) {
    assertThat(JsonCodec.read(bytes(json), kind, FieldValidation.WARN).warnings())
        .isEqualTo(warnings);
    assertThat(JsonCodec.read(bytes(json), kind, FieldValidation.IGNORE).warnings()).isEmpty();
    if (!warnings.isEmpty()) {
      assertThatThrownBy(() -> JsonCodec.read(bytes(json), kind, FieldValidation.STRICT))
          .hasMessage("strict decoding error: " + String.join(", ", warnings));
    }
  }

  @Test
  void readsNullAsAbsentAndNumbersAsQuantities() {
    var json =
        "{'metadata':{'name':null,'labels':null},'spec':{'containers':[{'name':'c','args':['a',"
            + "null],'resources':{'limits':{'cpu':1,'memory':'1024Mi'}}},null]}}";
    var pod = (Pod) JsonCodec.read(bytes(json), POD, FieldValidation.STRICT).object();
    assertThat(pod.getMetadata()).isEqualTo(ObjectMeta.getDefaultInstance());
    assertThat(pod.getSpec().getContainersCount()).isEqualTo(2);
    assertThat(pod.getSpec().getContainers(0).getArgsList()).containsExactly("a", "");
    var limits = pod.getSpec().getContainers(0).getResources().getLimitsMap();
    assertThat(limits.get("cpu").getString()).isEqualTo("1");
    assertThat(limits.get("memory").getString()).isEqualTo("1Gi");
  }

  @Test
  void replacesBytesThatAreNoUtf8() {
    var json = bytes("{'metadata':{'name':'a?b'}}");
    json[22] = (byte) 0xff;
    var pod = (Pod) JsonCodec.read(json, POD, FieldValidation.STRICT).object();
    assertThat(pod.getMetadata().getName()).isEqualTo("a\ufffdb");
  }

  @Test
  void laterListsReplaceEarlierOnesAndObjectsMerge() {
    var json =
        "{'spec':{'containers':[{'name':'a'}],'nodeName':'n'},'spec':{'containers':[{'name':'b'}]}}";
    var pod = (Pod) JsonCodec.read(bytes(json), POD, FieldValidation.IGNORE).object();
    PodSpec spec = pod.getSpec();
    assertThat(spec.getContainersList()).extracting("name").containsExactly("b");
    assertThat(spec.getNodeName()).isEqualTo("n");
  }

  @Test
  void refusesSchemasThatNestTooDeep() {
    var kind = Scheme.kubernetes().kindOf(CustomResourceDefinition.class);
    var schema = "{'not':".repeat(5_000) + "{}" + "}".repeat(5_000);
    var json = "{'spec':{'versions':[{'schema':{'openAPIV3Schema':" + schema + "}}]}}";
    assertThatThrownBy(() -> JsonCodec.read(bytes(json), kind, FieldValidation.IGNORE))
        .hasMessage("exceeded max depth");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E400", "-1e400", "1e999999999"})
  void refusesNumbersThatNoFloatHolds(String number) {
    assertThatThrownBy(() -> JsonCodec.parse(bytes("{'a':[" + number + "]}")))
        .isInstanceOf(DecodeException.class)
        .hasMessage("json: cannot unmarshal number " + number + " into Go value of type float64");
    var kind = Scheme.kubernetes().kindOf(ControllerRevision.class);
    assertThatThrownBy(() ->
            JsonCodec.read(
                bytes("{'data':{'a':[{},[" + number + "]]}}"), kind, FieldValidation.IGNORE))
        .hasMessageEndingWith(
            "cannot unmarshal number " + number + " into Go value of type float64");
  }

  static List<Arguments> peeked() {
    return List.of(
        arguments("{'kind':'Pod','apiVersion':'v1'}", new GroupVersionKind("", "v1", "Pod")),
        arguments(
            "{'x':{'kind':'a'},'apiVersion':'apps/v1'}", new GroupVersionKind("apps", "v1", "")),
        arguments("{'metadata':{}}", null));
  }

  @ParameterizedTest
  @MethodSource("peeked")
  void peeksAtTheKind(String json, GroupVersionKind expected) {
    assertThat(JsonCodec.peek(bytes(json)).orElse(null)).isEqualTo(expected);
  }

  @Test
  void peekingSaysWhatItWasAfter() {
    assertThatThrownBy(() -> JsonCodec.peek(bytes("{'kind':")))
        .hasMessage("couldn't get version/kind; json parse error: unexpected end of JSON input");
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
