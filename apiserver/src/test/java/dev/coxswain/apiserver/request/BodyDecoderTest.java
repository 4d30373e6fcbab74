package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.ControllerRevision;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.api.runtime.RawExtension;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import java.util.ArrayList;
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
