package dev.coxswain.controllermanager.volume;

import static dev.coxswain.client.EventRecorder.NORMAL;
import static dev.coxswain.client.EventRecorder.WARNING;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.StorageClass;
import java.util.List;
import java.util.Optional;

/// Decides what a claim gets. Pure.
final class ClaimPlanner {
  static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
  private static final String PENDING = "Pending";
  private static final String LOST = "Lost";

  /// What the decision is made from.
  ///
  /// @param volumes all of them
  /// @param named the volume that the claim names, if it exists
  /// @param storageClass the claim's, if it exists
  /// @param defaultClass the one for claims that leave it open
  /// @param waitingPods names of pods that use the claim and have no node yet
  record View(
      PersistentVolumeClaim claim,
      List<PersistentVolume> volumes,
      Optional<PersistentVolume> named,
      Optional<StorageClass> storageClass,
      Optional<StorageClass> defaultClass,
      List<String> waitingPods) {}

  /// What to do with the claim; at most one of each, in this order.
  sealed interface Step {
    record Bind(PersistentVolume volume) implements Step {}

    record Tell(String type, String reason, String message) implements Step {}

    /// Gives the claim a storage class; what follows from it is decided anew.
    record Assign(String className) implements Step {}

    /// Says which provisioner is to make a volume.
    record Ask(String provisioner) implements Step {}

    /// Makes the volume ourselves.
    record Create(PersistentVolume volume) implements Step {}

    record SetPhase(String phase) implements Step {}
  }

  private ClaimPlanner() {}

  static List<Step> plan(View view) {
    if (view.claim().getMetadata().hasDeletionTimestamp() && !Bindings.isComplete(view.claim())) {
      return List.of();
    }
    if (Bindings.isComplete(view.claim())) {
      return keep(view);
    }
    return view.claim().getSpec().getVolumeName().isEmpty() ? find(view) : take(view);
  }

  /// A claim that had a volume already.
  private static List<Step> keep(View view) {
    var claim = view.claim();
    if (claim.getSpec().getVolumeName().isEmpty()) {
      return lose(
          view,
          "ClaimLost",
          "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
    }
    if (view.named().isEmpty()) {
      return lose(
          view,
          "ClaimLost",
          "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    }
    var volume = view.named().get();
    if (!volume.getSpec().hasClaimRef() || Bindings.isFor(volume, claim)) {
      return List.of(new Step.Bind(volume));
    }
    return lose(
        view,
        "ClaimMisbound",
        "Two claims are bound to the same volume, this one is bound incorrectly");
  }

  private static List<Step> lose(View view, String reason, String message) {
    return view.claim().getStatus().getPhase().equals(LOST)
        ? List.of()
        : List.of(new Step.Tell(WARNING, reason, message), new Step.SetPhase(LOST));
  }

  /// A claim that asks for a volume by name.
  private static List<Step> take(View view) {
    var claim = view.claim();
    if (view.named().isEmpty()) {
      return List.of(new Step.SetPhase(PENDING));
    }
    var volume = view.named().get();
    if (Bindings.isFor(volume, claim)) {
      return List.of(new Step.Bind(volume));
    }
    if (volume.getSpec().hasClaimRef()) {
      return refuse(
          "FailedBinding",
          "volume \"%s\" already bound to a different claim."
              .formatted(volume.getMetadata().getName()));
    }
    return VolumeMatching.mismatch(volume, claim)
        .map(why ->
            refuse(
                "VolumeMismatch",
                "Cannot bind to requested volume \"%s\": %s"
                    .formatted(volume.getMetadata().getName(), why)))
        .orElseGet(() -> List.of(new Step.Bind(volume)));
  }

  private static List<Step> refuse(String reason, String message) {
    return List.of(new Step.Tell(WARNING, reason, message), new Step.SetPhase(PENDING));
  }

  /// A claim that takes what suits it.
  private static List<Step> find(View view) {
    boolean late = view.storageClass().filter(ClaimPlanner::waits).isPresent();
    boolean scheduled = view.claim().getMetadata().containsAnnotations(SELECTED_NODE);
    var best = VolumeMatching.best(view.volumes(), view.claim(), late);
    if (best.isPresent()) {
      return List.of(new Step.Bind(best.get()));
    }
    if (view.defaultClass().isPresent() && DefaultClass.isWantedBy(view.claim())) {
      return List.of(new Step.Assign(view.defaultClass().get().getMetadata().getName()));
    }
    if (late && !scheduled) {
      return List.of(waiting(view.waitingPods()), new Step.SetPhase(PENDING));
    }
    if (VolumeMatching.className(view.claim()).isEmpty()) {
      return List.of(
          new Step.Tell(
              NORMAL,
              "FailedBinding",
              "no persistent volumes available for this claim and no storage class is set"),
          new Step.SetPhase(PENDING));
    }
    return provision(view);
  }

  private static boolean waits(StorageClass storageClass) {
    return storageClass.getVolumeBindingMode().equals("WaitForFirstConsumer");
  }

  private static Step waiting(List<String> pods) {
    return pods.isEmpty()
        ? new Step.Tell(
            NORMAL,
            "WaitForFirstConsumer",
            "waiting for first consumer to be created before binding")
        : new Step.Tell(
            NORMAL,
            "WaitForPodScheduled",
            (pods.size() == 1
                    ? "waiting for pod %s to be scheduled"
                    : "waiting for pods %s to be scheduled")
                .formatted(String.join(",", pods)));
  }

  private static List<Step> provision(View view) {
    if (view.storageClass().isEmpty()) {
      return refuse(
          "ProvisioningFailed",
          "storageclass.storage.k8s.io \"%s\" not found"
              .formatted(VolumeMatching.className(view.claim())));
    }
    return switch (Provisioning.of(view.claim(), view.storageClass().get())) {
      case Provisioning.External(var name) ->
          List.of(
              new Step.Tell(
                  NORMAL,
                  "ExternalProvisioning",
                  ("Waiting for a volume to be created either by the external provisioner '%s' or"
                          + " manually by the system administrator. If volume creation is delayed,"
                          + " please verify that the provisioner is running and correctly"
                          + " registered.")
                      .formatted(name)),
              new Step.Ask(name),
              new Step.SetPhase(PENDING));
      case Provisioning.Ours(var volume) ->
          List.of(
              new Step.Ask(Provisioning.LOCAL_PATH),
              new Step.Create(volume),
              new Step.SetPhase(PENDING));
      case Provisioning.Impossible(var why) -> refuse("ProvisioningFailed", why);
    };
  }
}
