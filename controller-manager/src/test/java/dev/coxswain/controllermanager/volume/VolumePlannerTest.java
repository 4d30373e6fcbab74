package dev.coxswain.controllermanager.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.PersistentVolumeSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VolumePlannerTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void decides(
      String name,
      PersistentVolume volume,
      Optional<PersistentVolumeClaim> claim,
      List<String> expected) {
    assertThat(VolumePlanner.plan(volume, claim))
        .extracting(VolumePlannerTest::text)
        .isEqualTo(expected);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments("nobody's", volume(_ -> {}), none(), List.of("SetPhase Available")),
        arguments(
            "reserved by a person",
            volume(v -> ClaimPlannerTest.reserve(v, "claim", "")),
            none(),
            List.of("SetPhase Available", "WakeClaim[]")),
        arguments(
            "about to be bound",
            volume(v -> ClaimPlannerTest.reserve(v, "claim", "uid")),
            claim(""),
            List.of("WakeClaim[]")),
        arguments(
            "bound",
            volume(v -> ClaimPlannerTest.reserve(v, "claim", "uid")),
            claim("pv"),
            List.of("SetPhase Bound")),
        arguments(
            "its claim took another volume",
            volume(v -> ClaimPlannerTest.reserve(v, "claim", "uid")),
            claim("other"),
            List.of("Unbind[]", "SetPhase Available")),
        arguments(
            "kept after its claim is gone",
            released("Retain", "Bound", _ -> {}),
            none(),
            List.of("SetPhase Released")),
        arguments(
            "nothing can delete it",
            released("Delete", "Released", v -> source(v).getNfsBuilder().setServer("s")),
            none(),
            List.of(
                "Tell VolumeFailedDelete error getting deleter volume plugin for volume \"pv\": no"
                    + " deletable volume plugin matched",
                "SetPhase Failed")),
        arguments(
            "a failure is told once",
            released(
                "Recycle",
                "Failed",
                v -> v.getStatusBuilder().setMessage("No recycler plugin found for the volume!")),
            none(),
            List.of()),
        arguments(
            "a host's directory is not deleted for the asking",
            released("Delete", "Released", v -> source(v).getHostPathBuilder().setPath("/etc")),
            none(),
            List.of(
                "Tell VolumeFailedDelete host_path deleter only supports /tmp/.+ but received"
                    + " provided /etc",
                "SetPhase Failed")),
        arguments(
            "nor by a detour",
            released(
                "Delete", "Released", v -> source(v).getHostPathBuilder().setPath("/tmp/../etc")),
            none(),
            List.of(
                "Tell VolumeFailedDelete host_path deleter only supports /tmp/.+ but received"
                    + " provided /tmp/../etc",
                "SetPhase Failed")),
        arguments(
            "ours is deleted",
            released(
                "Delete",
                "Bound",
                v ->
                    v.getMetadataBuilder()
                        .putAnnotations(Provisioning.PROVISIONED_BY, Provisioning.LOCAL_PATH)),
            none(),
            List.of("SetPhase Released", "Delete[]")),
        arguments(
            "whoever made it deletes it",
            released(
                "Delete",
                "Released",
                v -> v.getMetadataBuilder().putAnnotations(Provisioning.PROVISIONED_BY, "x.io/y")),
            none(),
            List.of()),
        arguments(
            "emptied for the next",
            released("Recycle", "Bound", v -> source(v).getNfsBuilder().setServer("s")),
            none(),
            List.of("SetPhase Released", "Recycle[]")));
  }

  private static String text(VolumePlanner.Step step) {
    return switch (step) {
      case VolumePlanner.Step.SetPhase(var phase, _) -> "SetPhase " + phase;
      case VolumePlanner.Step.Tell(_, var reason, var message) -> "Tell " + reason + " " + message;
      default -> step.toString();
    };
  }

  private static PersistentVolumeSource.Builder source(PersistentVolume.Builder volume) {
    return volume.getSpecBuilder().getPersistentVolumeSourceBuilder();
  }

  private static Optional<PersistentVolumeClaim> none() {
    return Optional.empty();
  }

  private static Optional<PersistentVolumeClaim> claim(String volume) {
    return Optional.of(ClaimPlannerTest.claim(c -> c.getSpecBuilder().setVolumeName(volume)));
  }

  private static PersistentVolume volume(Consumer<PersistentVolume.Builder> edit) {
    return ClaimPlannerTest.volume("pv", "1Gi", edit);
  }

  private static PersistentVolume released(
      String policy, String phase, Consumer<PersistentVolume.Builder> edit) {
    return volume(v -> {
      ClaimPlannerTest.reserve(v, "claim", "uid");
      v.getSpecBuilder().setPersistentVolumeReclaimPolicy(policy);
      v.getStatusBuilder().setPhase(phase);
      edit.accept(v);
    });
  }
}
