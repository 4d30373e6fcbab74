package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quantity.Amount;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;

/// Makes volumes as large as their claims have come to ask for. A directory of our own grows by
/// saying so; everything else is up to whoever made the volume.
public final class ExpansionController {
  private static final String STORAGE = "storage";

  private final ApiClient client;
  private final Lister<PersistentVolume> volumes;
  private final Lister<PersistentVolumeClaim> claims;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;

  private ExpansionController(ControllerContext context) {
    this.client = context.client();
    this.volumes = context.lister(PersistentVolume.class);
    this.claims = context.lister(PersistentVolumeClaim.class);
    this.events = context.recorder("volume_expand");
    this.queue = context.queue();
    context.watch(PersistentVolumeClaim.class, queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new ExpansionController(context);
    return ControllerContext.controller(
        "persistentvolume-expander", controller.queue, workers, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var claim = claims.get(key).filter(ExpansionController::wantsMore);
    var volume =
        claim.flatMap(c -> volumes.get(ObjectKey.clusterScoped(c.getSpec().getVolumeName())));
    if (volume.isEmpty() || !Bindings.isFor(volume.get(), claim.get())) {
      return;
    }
    if (isOurs(volume.get())) {
      grow(claim.get(), volume.get());
    } else {
      events.event(
          claim.get(),
          EventRecorder.NORMAL,
          "ExternalExpanding",
          "waiting for an external controller to expand this PVC");
    }
  }

  static boolean wantsMore(PersistentVolumeClaim claim) {
    var has = claim.getStatus().getCapacityMap().get(STORAGE);
    return claim.getStatus().getPhase().equals("Bound")
        && has != null
        && VolumeMatching.requested(claim).compareTo(Amount.of(has)) > 0;
  }

  private static boolean isOurs(PersistentVolume volume) {
    return volume
        .getMetadata()
        .getAnnotationsOrDefault(Provisioning.PROVISIONED_BY, "")
        .equals(Provisioning.LOCAL_PATH);
  }

  private void grow(PersistentVolumeClaim claim, PersistentVolume volume) {
    var size = claim.getSpec().getResources().getRequestsOrThrow(STORAGE);
    if (VolumeMatching.capacity(volume).compareTo(Amount.of(size)) < 0) {
      var spec = volume.getSpec().toBuilder().putCapacity(STORAGE, size);
      client.update(volume.toBuilder().setSpec(spec).build());
    }
    var status = claim.getStatus().toBuilder().putCapacity(STORAGE, size);
    client.updateStatus(claim.toBuilder().setStatus(status).build());
    events.event(
        claim,
        EventRecorder.NORMAL,
        "VolumeResizeSuccessful",
        "ExpandVolume succeeded for volume " + Metadata.key(claim));
  }
}
