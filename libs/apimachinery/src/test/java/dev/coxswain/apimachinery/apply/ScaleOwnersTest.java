package dev.coxswain.apimachinery.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import dev.coxswain.api.meta.v1.FieldsV1;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScaleOwnersTest {
  private static final String REPLICAS = "{\"f:spec\":{\"f:replicas\":{}}}";
  private static final String BOTH = "{\"f:spec\":{\"f:paused\":{},\"f:replicas\":{}}}";
  private static final String PAUSED = "{\"f:spec\":{\"f:paused\":{}}}";

  @Test
  void aScaleShowsWhoOwnsTheReplicasAndNothingElse() {
    var parent =
        List.of(
            entry("a", "Apply", "apps/v1", "", BOTH), entry("b", "Apply", "apps/v1", "", PAUSED));
    assertThat(ScaleOwners.inScale(parent))
        .containsExactly(entry("a", "Apply", "autoscaling/v1", "", REPLICAS));
  }

  static Stream<Arguments> parents() {
    var ofMain = entry("a", "Update", "apps/v1", "", BOTH);
    var ofScale = entry("s", "Apply", "apps/v1", "scale", REPLICAS);
    return Stream.of(
        arguments(
            "nothing moves",
            List.of(ofMain),
            ScaleOwners.inScale(List.of(ofMain)),
            List.of(ofMain)),
        arguments(
            "a new owner takes the field away",
            List.of(ofMain),
            List.of(entry("s", "Apply", "autoscaling/v1", "scale", REPLICAS)),
            List.of(ofScale, entry("a", "Update", "apps/v1", "", PAUSED))),
        arguments(
            "an owner of nothing else goes",
            List.of(ofScale),
            ScaleOwners.inScale(List.of(ofMain)),
            List.of(entry("a", "Update", "apps/v1", "", REPLICAS))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("parents")
  void whatIsAppliedToAScaleIsBookedAtItsParent(
      String name,
      List<ManagedFieldsEntry> parent,
      List<ManagedFieldsEntry> scale,
      List<ManagedFieldsEntry> expected) {
    assertThat(ScaleOwners.inParent(parent, scale, "apps/v1")).isEqualTo(expected);
  }

  private static ManagedFieldsEntry entry(
      String manager, String operation, String version, String subresource, String fields) {
    var entry =
        ManagedFieldsEntry.newBuilder()
            .setManager(manager)
            .setOperation(operation)
            .setApiVersion(version)
            .setSubresource(subresource)
            .setFieldsType("FieldsV1")
            .setFieldsV1(FieldsV1.newBuilder().setRaw(ByteString.copyFromUtf8(fields)));
    entry.getTimeBuilder().setSeconds(1);
    return entry.build();
  }
}
