package dev.coxswain.controllermanager.volume;

import static dev.coxswain.client.EventRecorder.WARNING;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides in which phase a volume is, and what becomes of it without its claim. Pure.
final class VolumePlanner {
  private static final String FAILED = "Failed";
  private static final String RELEASED = "Released";

  /// What to do with the volume, in order.
  sealed interface Step {
    record SetPhase(String phase, String message) implements Step {}

    record Tell(String type, String reason, String message) implements Step {}

    /// Takes the claim off the volume.
    record Unbind() implements Step {}

    /// Has the claim looked at, which is to take the volume.
    record WakeClaim() implements Step {}

    /// Empties the volume and makes it available again.
    record Recycle() implements Step {}

    /// Deletes what the volume stands for, and then the volume.
    record Delete() implements Step {}
  }

  private VolumePlanner() {}

  /// @param claim the one that the volume refers to, if it still exists with the uid
  static List<Step> plan(PersistentVolume volume, Optional<PersistentVolumeClaim> claim) {
    var ref = volume.getSpec().getClaimRef();
    if (!volume.getSpec().hasClaimRef()) {
      return List.of(new Step.SetPhase("Available", ""));
    }
    if (ref.getUid().isEmpty()) {
      return List.of(new Step.SetPhase("Available", ""), new Step.WakeClaim());
    }
    if (claim.isEmpty()) {
      return released(volume);
    }
    var named = claim.get().getSpec().getVolumeName();
    if (named.isEmpty()) {
      return awaited(volume, claim.get());
    }
    if (named.equals(volume.getMetadata().getName())) {
      return List.of(new Step.SetPhase("Bound", ""));
    }
    return isProvisioned(volume)
            && volume.getSpec().getPersistentVolumeReclaimPolicy().equals("Delete")
        ? released(volume)
        : List.of(new Step.Unbind(), new Step.SetPhase("Available", ""));
  }

  static boolean isProvisioned(PersistentVolume volume) {
    return volume.getMetadata().containsAnnotations(Provisioning.PROVISIONED_BY);
  }

  private static List<Step> awaited(PersistentVolume volume, PersistentVolumeClaim claim) {
    if (VolumeMatching.sameMode(volume, claim)) {
      return List.of(new Step.WakeClaim());
    }
    return List.of(
        new Step.Tell(
            WARNING,
            "VolumeMismatch",
            "Cannot bind PersistentVolume to requested PersistentVolumeClaim \"%s\" due to"
                    .formatted(claim.getMetadata().getName())
                + " incompatible volumeMode"));
  }

  private static List<Step> released(PersistentVolume volume) {
    var steps = new ArrayList<Step>();
    var phase = volume.getStatus().getPhase();
    if (!phase.equals(RELEASED) && !phase.equals(FAILED)) {
      steps.add(new Step.SetPhase(RELEASED, ""));
    }
    steps.addAll(reclaim(volume));
    return steps;
  }

  private static List<Step> reclaim(PersistentVolume volume) {
    var source = volume.getSpec().getPersistentVolumeSource();
    return switch (volume.getSpec().getPersistentVolumeReclaimPolicy()) {
      case "Retain" -> List.of();
      case "Recycle" ->
          source.hasHostPath() || source.hasNfs()
              ? List.of(new Step.Recycle())
              : fail(volume, "VolumeFailedRecycle", "No recycler plugin found for the volume!");
      case "Delete" -> delete(volume);
      default ->
          fail(volume, "VolumeUnknownReclaimPolicy", "Volume has an unrecognized reclaim policy.");
    };
  }

  private static List<Step> delete(PersistentVolume volume) {
    var source = volume.getSpec().getPersistentVolumeSource();
    var by = volume.getMetadata().getAnnotationsOrDefault(Provisioning.PROVISIONED_BY, "");
    if (by.equals(Provisioning.LOCAL_PATH)) {
      return List.of(new Step.Delete());
    }
    if (!by.isEmpty()) {
      return List.of(); // Whoever made it deletes it.
    }
    if (!source.hasHostPath()) {
      return fail(
          volume,
          "VolumeFailedDelete",
          "error getting deleter volume plugin for volume \"%s\": no deletable volume plugin matched"
              .formatted(volume.getMetadata().getName()));
    }
    var path = source.getHostPath().getPath();
    return path.startsWith("/tmp/") && path.length() > "/tmp/".length() && !path.contains("..")
        ? List.of(new Step.Delete())
        : fail(
            volume,
            "VolumeFailedDelete",
            "host_path deleter only supports /tmp/.+ but received provided " + path);
  }

  static List<Step> fail(PersistentVolume volume, String reason, String message) {
    return volume.getStatus().getPhase().equals(FAILED)
            && volume.getStatus().getMessage().equals(message)
        ? List.of()
        : List.of(new Step.Tell(WARNING, reason, message), new Step.SetPhase(FAILED, message));
  }
}
