package dev.coxswain.controllermanager.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttributesUseTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("claims")
  void aClaimUses(String name, PersistentVolumeClaim claim, List<String> classes) {
    assertThat(AttributesUse.classes(claim)).isEqualTo(classes);
  }

  static Stream<Arguments> claims() {
    return Stream.of(
        arguments("nothing that it doesn't name", claim(_ -> {}), List.of()),
        arguments(
            "what it wants",
            claim(c -> c.getSpecBuilder().setVolumeAttributesClassName("gold")),
            List.of("gold")),
        arguments(
            "what it has, and what it is about to get",
            claim(c -> {
              c.getSpecBuilder().setVolumeAttributesClassName("gold");
              c.getStatusBuilder().setCurrentVolumeAttributesClassName("silver");
              c.getStatusBuilder()
                  .getModifyVolumeStatusBuilder()
                  .setTargetVolumeAttributesClassName("bronze");
            }),
            List.of("gold", "silver", "bronze")),
        arguments(
            "one class once",
            claim(c -> {
              c.getSpecBuilder().setVolumeAttributesClassName("gold");
              c.getStatusBuilder().setCurrentVolumeAttributesClassName("gold");
            }),
            List.of("gold")));
  }

  @Test
  void aVolumeUsesTheClassThatItNames() {
    var volume = PersistentVolume.newBuilder();
    assertThat(AttributesUse.classes(volume.build())).isEmpty();
    volume.getSpecBuilder().setVolumeAttributesClassName("gold");
    assertThat(AttributesUse.classes(volume.build())).containsExactly("gold");
  }

  private static PersistentVolumeClaim claim(Consumer<PersistentVolumeClaim.Builder> change) {
    var claim = PersistentVolumeClaim.newBuilder();
    change.accept(claim);
    return claim.build();
  }
}
