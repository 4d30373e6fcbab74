package dev.coxswain.controllermanager.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.api.resource.Quantity;
import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.StorageClass;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClaimPlannerTest {
  private static final String NO_CLASS =
      "Tell FailedBinding no persistent volumes available for this claim and no storage class is"
          + " set";

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void decides(
      String name,
      PersistentVolumeClaim claim,
      List<PersistentVolume> volumes,
      Optional<StorageClass> storageClass,
      List<String> pods,
      List<String> expected) {
    var named =
        volumes.stream()
            .filter(v -> v.getMetadata().getName().equals(claim.getSpec().getVolumeName()))
            .findFirst();
    var view = new ClaimPlanner.View(claim, volumes, named, storageClass, none(), pods);
    assertThat(ClaimPlanner.plan(view)).extracting(ClaimPlannerTest::text).isEqualTo(expected);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        arguments(
            "the smallest that is large enough",
            claim(_ -> {}),
            List.of(volume("small", "2Gi"), volume("large", "9Gi"), volume("fits", "5Gi")),
            none(),
            List.of(),
            List.of("Bind fits")),
        arguments(
            "fewer access modes go before less space",
            claim(_ -> {}),
            List.of(volume("a", "5Gi", v -> modes(v, "ReadWriteMany")), volume("b", "9Gi")),
            none(),
            List.of(),
            List.of("Bind b")),
        arguments(
            "one that is reserved goes before a better one",
            claim(_ -> {}),
            List.of(volume("a", "5Gi"), volume("b", "9Gi", v -> reserve(v, "claim", ""))),
            none(),
            List.of(),
            List.of("Bind b")),
        arguments(
            "another's reservation is respected",
            claim(_ -> {}),
            List.of(volume("b", "9Gi", v -> reserve(v, "other", ""))),
            none(),
            List.of(),
            List.of(NO_CLASS, "SetPhase Pending")),
        arguments(
            "labels must match",
            claim(c -> c.getSpecBuilder().getSelectorBuilder().putMatchLabels("a", "b")),
            List.of(
                volume("x", "4Gi"),
                volume("y", "5Gi", v -> v.getMetadataBuilder().putLabels("a", "b"))),
            none(),
            List.of(),
            List.of("Bind y")),
        arguments(
            "a block volume is no file system",
            claim(_ -> {}),
            List.of(volume("x", "4Gi", v -> v.getSpecBuilder().setVolumeMode("Block"))),
            none(),
            List.of(),
            List.of(NO_CLASS, "SetPhase Pending")),
        arguments(
            "the class does not exist",
            claim(c -> c.getSpecBuilder().setStorageClassName("fast")),
            List.of(volume("x", "4Gi")),
            none(),
            List.of(),
            List.of(
                "Tell ProvisioningFailed storageclass.storage.k8s.io \"fast\" not found",
                "SetPhase Pending")),
        arguments(
            "nobody uses it yet",
            claim(c -> c.getSpecBuilder().setStorageClassName("fast")),
            List.of(volume("x", "4Gi", v -> v.getSpecBuilder().setStorageClassName("fast"))),
            late("example.com/disk"),
            List.of(),
            List.of(
                "Tell WaitForFirstConsumer waiting for first consumer to be created before binding",
                "SetPhase Pending")),
        arguments(
            "its pod has no node yet",
            claim(c -> c.getSpecBuilder().setStorageClassName("fast")),
            List.of(),
            late("example.com/disk"),
            List.of("web-0"),
            List.of(
                "Tell WaitForPodScheduled waiting for pod web-0 to be scheduled",
                "SetPhase Pending")),
        arguments(
            "the scheduler chose a node: a directory of our own",
            claim(c -> {
              c.getSpecBuilder().setStorageClassName("fast");
              c.getMetadataBuilder().putAnnotations(ClaimPlanner.SELECTED_NODE, "n1");
            }),
            List.of(),
            late(Provisioning.LOCAL_PATH),
            List.of("web-0"),
            List.of(
                "Ask coxswain.dev/local-path",
                "Create pvc-uid /var/lib/coxswain/volumes/pvc-uid on n1",
                "SetPhase Pending")),
        arguments(
            "a static provisioner makes nothing",
            claim(c -> {
              c.getSpecBuilder().setStorageClassName("fast");
              c.getMetadataBuilder().putAnnotations(ClaimPlanner.SELECTED_NODE, "n1");
            }),
            List.of(),
            late("kubernetes.io/no-provisioner"),
            List.of(),
            List.of(
                "Tell ProvisioningFailed"
                    + " no volume plugin matched name: kubernetes.io/no-provisioner",
                "SetPhase Pending")),
        arguments(
            "asked for by name, and too small",
            claim(c -> c.getSpecBuilder().setVolumeName("x")),
            List.of(volume("x", "1Gi")),
            none(),
            List.of(),
            List.of(
                "Tell VolumeMismatch"
                    + " Cannot bind to requested volume \"x\": requested PV is too small",
                "SetPhase Pending")),
        arguments(
            "asked for by name, and another's",
            claim(c -> c.getSpecBuilder().setVolumeName("x")),
            List.of(volume("x", "5Gi", v -> reserve(v, "other", "u2"))),
            none(),
            List.of(),
            List.of(
                "Tell FailedBinding volume \"x\" already bound to a different claim.",
                "SetPhase Pending")),
        arguments(
            "asked for by name, and not there",
            claim(c -> c.getSpecBuilder().setVolumeName("x")),
            List.of(),
            none(),
            List.of(),
            List.of("SetPhase Pending")),
        arguments(
            "bound, and the volume is gone",
            claim(ClaimPlannerTest::complete),
            List.of(),
            none(),
            List.of(),
            List.of(
                "Tell ClaimLost"
                    + " Bound claim has lost its PersistentVolume. Data on the volume is lost!",
                "SetPhase Lost")),
        arguments(
            "bound, and the volume says another",
            claim(ClaimPlannerTest::complete),
            List.of(volume("x", "5Gi", v -> reserve(v, "claim", "older"))),
            none(),
            List.of(),
            List.of(
                "Tell ClaimMisbound Two claims are bound to the same volume, this one is bound"
                    + " incorrectly",
                "SetPhase Lost")),
        arguments(
            "bound, as it should be",
            claim(ClaimPlannerTest::complete),
            List.of(volume("x", "5Gi", v -> reserve(v, "claim", "uid"))),
            none(),
            List.of(),
            List.of("Bind x")));
  }

  private static String text(ClaimPlanner.Step step) {
    return switch (step) {
      case ClaimPlanner.Step.Bind(var volume) -> "Bind " + volume.getMetadata().getName();
      case ClaimPlanner.Step.Tell(_, var reason, var message) -> "Tell " + reason + " " + message;
      case ClaimPlanner.Step.Ask(var name) -> "Ask " + name;
      case ClaimPlanner.Step.Assign(var name) -> "Assign " + name;
      case ClaimPlanner.Step.SetPhase(var phase) -> "SetPhase " + phase;
      case ClaimPlanner.Step.Create(var volume) ->
          "Create %s %s on %s"
              .formatted(
                  volume.getMetadata().getName(),
                  volume.getSpec().getPersistentVolumeSource().getHostPath().getPath(),
                  volume
                      .getSpec()
                      .getNodeAffinity()
                      .getRequired()
                      .getNodeSelectorTerms(0)
                      .getMatchExpressions(0)
                      .getValues(0));
    };
  }

  private static Optional<StorageClass> none() {
    return Optional.empty();
  }

  private static Optional<StorageClass> late(String provisioner) {
    var built =
        StorageClass.newBuilder()
            .setProvisioner(provisioner)
            .setReclaimPolicy("Delete")
            .setVolumeBindingMode("WaitForFirstConsumer");
    built.getMetadataBuilder().setName("fast");
    return Optional.of(built.build());
  }

  static PersistentVolumeClaim claim(Consumer<PersistentVolumeClaim.Builder> edit) {
    var claim = PersistentVolumeClaim.newBuilder();
    claim.getMetadataBuilder().setNamespace("default").setName("claim").setUid("uid");
    claim.getSpecBuilder().addAccessModes("ReadWriteOnce");
    claim.getSpecBuilder().getResourcesBuilder().putRequests("storage", quantity("3Gi"));
    edit.accept(claim);
    return claim.build();
  }

  private static void complete(PersistentVolumeClaim.Builder claim) {
    claim.getMetadataBuilder().putAnnotations(Bindings.BIND_COMPLETED, "yes");
    claim.getSpecBuilder().setVolumeName("x");
  }

  private static PersistentVolume volume(String name, String size) {
    return volume(name, size, _ -> {});
  }

  static PersistentVolume volume(
      String name, String size, Consumer<PersistentVolume.Builder> edit) {
    var volume = PersistentVolume.newBuilder();
    volume.getMetadataBuilder().setName(name);
    volume.getSpecBuilder().addAccessModes("ReadWriteOnce").putCapacity("storage", quantity(size));
    volume.getStatusBuilder().setPhase("Available");
    edit.accept(volume);
    return volume.build();
  }

  private static void modes(PersistentVolume.Builder volume, String more) {
    volume.getSpecBuilder().addAccessModes(more);
  }

  static void reserve(PersistentVolume.Builder volume, String claim, String uid) {
    volume
        .getSpecBuilder()
        .setClaimRef(
            ObjectReference.newBuilder().setNamespace("default").setName(claim).setUid(uid));
  }

  private static Quantity quantity(String text) {
    return Quantity.newBuilder().setString(text).build();
  }
}
