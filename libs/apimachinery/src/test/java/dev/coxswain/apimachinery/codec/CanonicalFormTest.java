package dev.coxswain.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.Container;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.PodStatus;
import dev.coxswain.api.core.v1.ResourceRequirements;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalFormTest {
  private static final int SEEDS = 6;

  static List<KindType> kinds() {
    return Scheme.kubernetes().kinds();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isWhatIsReadFromTheBytes(KindType kind) throws InvalidProtocolBufferException {
    for (int seed = 0; seed < SEEDS; seed++) {
      var object = new RandomObjects(seed).of(kind.prototype());
      var read = kind.prototype().getParserForType().parseFrom(WireCodec.toBytes(object));
      assertThat(WireCodec.canonical(object, read))
          .as("%s seed %d", kind.gvk(), seed)
          .isEqualTo(read);
      assertThat(WireCodec.canonical(read, object.getDefaultInstanceForType())).isSameAs(read);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void objectsAreEquivalentIfTheirBytesAreTheSame(KindType kind) {
    for (int seed = 0; seed < SEEDS; seed++) {
      var a = new RandomObjects(seed).of(kind.prototype());
      var b = new RandomObjects(seed + 1).of(kind.prototype());
      assertThat(WireCodec.equivalent(a, b))
          .as("%s seed %d", kind.gvk(), seed)
          .isEqualTo(Arrays.equals(WireCodec.toBytes(a), WireCodec.toBytes(b)));
    }
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        arguments("unset structs", pod(""), spec(PodSpec.newBuilder()), true),
        arguments("a struct within a list", container(""), noResources(), true),
        arguments("no amount is an amount of nothing", withResources(""), withResources("0"), true),
        arguments("another amount", withResources("0"), withResources("1"), false),
        arguments("a node", pod(""), spec(PodSpec.newBuilder().setNodeName("a")), false),
        arguments("one more element", pod(""), container(""), false),
        arguments("another element", container("a"), container("b"), false),
        arguments("unset and zero are two", pod(""), seconds(0), false),
        arguments("unset and zero are two", seconds(0), seconds(1), false),
        arguments("another status", pod(""), phase("Running"), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void equivalence(String what, Pod a, Pod b, boolean same) {
    assertThat(WireCodec.equivalent(a, b)).as(what).isEqualTo(same);
    assertThat(WireCodec.equivalent(b, a)).as(what).isEqualTo(same);
  }

  @Test
  void unknownFieldsAreGone() {
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    Message canonical =
        WireCodec.canonical(
            Pod.newBuilder().setSpec(PodSpec.newBuilder().setUnknownFields(unknown)).build(),
            Pod.getDefaultInstance());
    assertThat(((Pod) canonical).getSpec().getUnknownFields().isEmpty()).isTrue();
  }

  private static Pod pod(String name) {
    return Pod.newBuilder().setMetadata(ObjectMeta.newBuilder().setName(name)).build();
  }

  private static Pod spec(PodSpec.Builder spec) {
    return Pod.newBuilder().setSpec(spec).build();
  }

  private static Pod container(String name) {
    return spec(PodSpec.newBuilder().addContainers(Container.newBuilder().setName(name)));
  }

  private static Pod withResources(String cpu) {
    var container = Container.newBuilder();
    container.getResourcesBuilder().putLimits("cpu", Quantity.newBuilder().setString(cpu).build());
    return spec(PodSpec.newBuilder().addContainers(container));
  }

  private static Pod noResources() {
    var resources = ResourceRequirements.getDefaultInstance();
    return spec(PodSpec.newBuilder().addContainers(Container.newBuilder().setResources(resources)));
  }

  private static Pod seconds(long seconds) {
    return spec(PodSpec.newBuilder().setActiveDeadlineSeconds(seconds));
  }

  private static Pod phase(String phase) {
    return Pod.newBuilder().setStatus(PodStatus.newBuilder().setPhase(phase)).build();
  }
}
