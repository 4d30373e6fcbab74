package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.api.runtime.RawExtension;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BodyDecoderTest {

  private static ControllerRevision holding(ByteString raw) {
    return ControllerRevision.newBuilder().setData(RawExtension.newBuilder().setRaw(raw)).build();
  }

  private static Message decode(Message message) {
    var kind = Scheme.kubernetes().kindOf(message);
    var body = new Body.Encoded(MediaType.PROTOBUF, WireCodec.envelope(kind, message));
    return BodyDecoder.decode(body, kind, FieldValidation.STRICT, new ArrayList<String>()::add);
  }

  static Stream<Arguments> refused() {
    var unrecognized = "the object provided is unrecognized (must be of type ConfigMap): ";
    var odd =
        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: ";
    return Stream.of(
        arguments(MediaType.PROTOBUF, "", unrecognized + "empty data (<empty>)"),
        arguments(MediaType.PROTOBUF, "k8s\0", unrecognized + "empty body (6b387300)"),
        arguments(
            MediaType.PROTOBUF,
            "xx",
            unrecognized
                + "provided data does not appear to be a protobuf message, expected prefix [107 56"
                + " 115 0] (7878)"),
        arguments(
            MediaType.YAML,
            "a: [",
            unrecognized + "yaml: did not find expected node content (613a205b)"),
        arguments(
            MediaType.YAML,
            "data:\n  a: x\n  a: z\n  b: x\n  b: z\nfoo: 1\n",
            odd
                + "yaml: unmarshal errors:\n"
                + "  line 3: key \"a\" already set in map\n"
                + "  line 5: key \"b\" already set in map, unknown field \"foo\""),
        arguments(
            MediaType.JSON,
            "{\"foo\":1,\"data\":{\"a\":\"x\",\"a\":\"y\"}}",
            odd + "unknown field \"foo\", duplicate field \"data.a\""));
  }

  @ParameterizedTest
  @MethodSource
  void refused(MediaType mediaType, String body, String message) {
    var kind = Scheme.kubernetes().kindOf(ConfigMap.getDefaultInstance());
    var encoded = new Body.Encoded(mediaType, body.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() ->
            BodyDecoder.decode(encoded, kind, FieldValidation.STRICT, new ArrayList<String>()::add))
        .isInstanceOf(ApiException.BadRequest.class)
        .hasMessage(message);
  }

  @Test
  void nothingIsAnEmptyObjectInJsonAndYaml() {
    var kind = Scheme.kubernetes().kindOf(ConfigMap.getDefaultInstance());
    var empty = ConfigMap.getDefaultInstance();
    for (var body :
        List.of(
            new Body.Encoded(MediaType.JSON, "null".getBytes(StandardCharsets.UTF_8)),
            new Body.Encoded(MediaType.YAML, new byte[0]))) {
      assertThat(BodyDecoder.decode(body, kind, FieldValidation.STRICT, _ -> {})).isEqualTo(empty);
    }
  }

  @Test
  void whatIsOddInYamlIsToldLineByLine() {
    var warnings = new ArrayList<String>();
    var kind = Scheme.kubernetes().kindOf(ConfigMap.getDefaultInstance());
    var body = "data:\n  a: x\n  a: z\nfoo: 1\n".getBytes(StandardCharsets.UTF_8);
    var decoded =
        BodyDecoder.decode(
            new Body.Encoded(MediaType.YAML, body), kind, FieldValidation.WARN, warnings::add);
    assertThat(((ConfigMap) decoded).getDataMap()).containsEntry("a", "z");
    assertThat(warnings)
        .containsExactly("line 3: key \"a\" already set in map", "unknown field \"foo\"");
  }

  static Stream<Arguments> unreadable() {
    var forever = Time.newBuilder().setSeconds(Long.MAX_VALUE);
    var unknown = WireCodec.envelope("nothing/v1", "Nothing", new byte[0]);
    return Stream.of(
        arguments("no JSON", holding(ByteString.copyFromUtf8(")"))),
        arguments("half of an escape", holding(ByteString.copyFromUtf8("{\"a\\"))),
        arguments("no UTF-8", holding(ByteString.copyFrom(new byte[] {'[', (byte) 0xff}))),
        arguments("an unknown kind", holding(ByteString.copyFrom(unknown))),
        arguments(
            "a time that is none",
            ControllerRevision.newBuilder()
                .setMetadata(ObjectMeta.newBuilder().setCreationTimestamp(forever))
                .build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void unreadable(String name, Message message) {
    var e = catchThrowableOfType(ApiException.class, () -> decode(message));
    assertThat(e).as(name).isNotNull();
    assertThat(e.code()).isEqualTo(400);
  }

  @Test
  void jsonInProtobufIsKeptAsItIs() {
    var message = holding(ByteString.copyFromUtf8("{ \"a\": [1] }"));
    assertThat(((ControllerRevision) decode(message)).getData()).isEqualTo(message.getData());
  }
}
