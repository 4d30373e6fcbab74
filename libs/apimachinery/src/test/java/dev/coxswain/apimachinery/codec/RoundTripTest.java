package dev.coxswain.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Objects of every kind with random content come back from every codec as they were.
class RoundTripTest {
  private static final int SEEDS = 6;

  static List<KindType> kinds() {
    return Scheme.kubernetes().kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void wireBytesAreReadBack(KindType kind) throws InvalidProtocolBufferException {
    for (int seed = 0; seed < SEEDS; seed++) {
      var object = new RandomObjects(seed).of(kind.prototype());
      var read = kind.prototype().getParserForType().parseFrom(WireCodec.toBytes(object));
      assertSame(read, object, kind, seed);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void jsonIsReadBackWithoutWarnings(KindType kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var object = new RandomObjects(seed).of(kind.prototype());
      var read = JsonCodec.read(JsonCodec.toJson(object), kind, FieldValidation.STRICT);
      assertSame(read.object(), object, kind, seed);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void treesAreReadBack(KindType kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var object = new RandomObjects(seed).of(kind.prototype());
      var tree = JsonCodec.toTree(object);
      var read = JsonCodec.read(tree, kind, FieldValidation.STRICT);
      assertSame(read.object(), object, kind, seed);
      assertThat(tree).isEqualTo(JsonCodec.parse(JsonCodec.toJson(object)));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void yamlIsReadBack(KindType kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var object = new RandomObjects(seed).of(kind.prototype());
      var yaml = YamlCodec.toYaml(object);
      var json = YamlCodec.toJson(yaml.getBytes(StandardCharsets.UTF_8));
      var read = JsonCodec.read(json, kind, FieldValidation.STRICT);
      assertSame(read.object(), object, kind, seed);
    }
  }

  private static void assertSame(Message read, Message object, KindType kind, int seed) {
    assertThat(WireCodec.equivalent(read, object)).as("%s seed %d", kind.gvk(), seed).isTrue();
  }
}
