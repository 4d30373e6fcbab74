package dev.coxswain.apimachinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.apps.v1.DeploymentSpec;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ServicePort;
import dev.coxswain.api.meta.v1.LabelSelector;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Time;
import dev.coxswain.apimachinery.scheme.Scheme;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WireCodecTest {
  /// name, generateName, namespace, selfLink, uid, resourceVersion, generation, creationTimestamp.
  private static final String EMPTY_METADATA = "0a00 1200 1a00 2200 2a00 3200 3800 4200";

  private static final String EMPTY_POD_SPEC =
      "1a00 3200 4200 4a00 5200 5800 6000 6800 820100 8a0100 9a0100 c20100";
  private static final String EMPTY_POD_STATUS = "0a00 1a00 2200 2a00 3200 4a00 5a00 7200 880100";

  static List<Arguments> objects() {
    return List.of(
        arguments(
            "an empty pod: every scalar and struct is there",
            Pod.getDefaultInstance(),
            "0a10 " + EMPTY_METADATA + " 121c " + EMPTY_POD_SPEC + " 1a13 " + EMPTY_POD_STATUS),
        arguments(
            "metadata: zero times are empty, others have seconds and nanos",
            ObjectMeta.newBuilder()
                .setName("p")
                .setCreationTimestamp(Time.newBuilder().setSeconds(1))
                .setDeletionTimestamp(Time.getDefaultInstance())
                .setDeletionGracePeriodSeconds(0)
                .build(),
            "0a0170 1200 1a00 2200 2a00 3200 3800 4204 08011000 4a00 5000"),
        arguments(
            "a map: entries by key, with both fields even when empty",
            ConfigMap.newBuilder().putData("b", "").putData("a", "x").build(),
            "0a10 " + EMPTY_METADATA + " 1206 0a0161 120178 1205 0a0162 1200"),
        arguments(
            "a deployment: pointers only when set, structs always",
            Deployment.newBuilder()
                .setSpec(
                    DeploymentSpec.newBuilder()
                        .setReplicas(0)
                        .setSelector(LabelSelector.getDefaultInstance()))
                .build(),
            "0a10 "
                + EMPTY_METADATA
                + " 123e 0800 1200 1a30 0a10 "
                + EMPTY_METADATA
                + " 121c "
                + EMPTY_POD_SPEC
                + " 2202 0a00 2800 3800"
                + " 1a0c 0800 1000 1800 2000 2800 3800"),
        arguments(
            "a service's port: targetPort is a struct of three scalars",
            ServicePort.newBuilder().setPort(80).build(),
            "0a00 1200 1850 2206 0800 1000 1a00 2800"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void writesTheBytesOfKubernetes(String name, Message object, String expected) {
    assertThat(hex(WireCodec.toBytes(object))).isEqualTo(expected.replace(" ", ""));
  }

  @Test
  void envelopeHasMagicTypeAndContentFields() {
    var kind = Scheme.kubernetes().kindOf(Pod.class);
    assertThat(hex(WireCodec.envelope(kind, new byte[] {1, 2})))
        .isEqualTo("6b387300 0a09 0a027631 1203506f64 12020102 1a00 2200".replace(" ", ""));
  }

  @Test
  void envelopeIsReadBack() {
    var kind = Scheme.kubernetes().kindOf(Deployment.class);
    var unknown = WireCodec.parseEnvelope(WireCodec.envelope(kind, new byte[] {7}));
    assertThat(unknown.getTypeMeta().getApiVersion()).isEqualTo("apps/v1");
    assertThat(unknown.getTypeMeta().getKind()).isEqualTo("Deployment");
    assertThat(unknown.getRaw().toByteArray()).containsExactly(7);
  }

  @Test
  void refusesBytesWithoutMagic() {
    assertThatThrownBy(() -> WireCodec.parseEnvelope(new byte[] {1, 2, 3, 4, 5}))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void watchFrameHasItsLengthFirst() {
    assertThat(hex(WireCodec.watchFrame("ADDED", new byte[] {9})))
        .isEqualTo("0000000c 0a054144444544 1203 0a0109".replace(" ", ""));
  }

  @Test
  void unsetStructsAreEmptyOnes() {
    var explicit = Pod.newBuilder().setMetadata(ObjectMeta.getDefaultInstance()).build();
    assertThat(WireCodec.equivalent(Pod.getDefaultInstance(), explicit)).isTrue();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
