package dev.coxswain.controllermanager.volume;

import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Volume;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import dev.coxswain.controllermanager.framework.Owners;
import dev.coxswain.controllermanager.framework.Pods;

/// Makes the claims of pods' ephemeral volumes; they go with their pods, which own them.
public final class EphemeralClaimController {
  private final ApiClient client;
  private final Lister<Pod> pods;
  private final Lister<PersistentVolumeClaim> claims;
  private final EventRecorder events;
  private final WorkQueue<ObjectKey> queue;

  private EphemeralClaimController(ControllerContext context) {
    this.client = context.client();
    this.pods = context.lister(Pod.class);
    this.claims = context.lister(PersistentVolumeClaim.class);
    this.events = context.recorder("ephemeral_volume");
    this.queue = context.queue();
    context
        .informer(Pod.class)
        .addHandler(
            ResourceHandler.objects(pod -> {
              if (hasEphemeral(pod)) {
                queue.add(Metadata.key(pod));
              }
            }));
    context.watchOwned(PersistentVolumeClaim.class, "Pod", queue);
  }

  public static Controller create(ControllerContext context, int workers) {
    var controller = new EphemeralClaimController(context);
    return ControllerContext.controller(
        "ephemeral-volume", controller.queue, workers, controller::reconcile);
  }

  private static boolean hasEphemeral(Pod pod) {
    return pod.getSpec().getVolumesList().stream()
        .anyMatch(volume -> volume.getVolumeSource().hasEphemeral());
  }

  private void reconcile(ObjectKey key) {
    var pod = pods.get(key).filter(Pods::isActive);
    if (pod.isEmpty()) {
      return;
    }
    for (var volume : pod.get().getSpec().getVolumesList()) {
      if (volume.getVolumeSource().hasEphemeral()) {
        ensure(pod.get(), volume);
      }
    }
  }

  private void ensure(Pod pod, Volume volume) {
    var wanted = claim(pod, volume);
    var key = Metadata.key(wanted);
    var present = claims.get(key);
    if (present.isPresent()) {
      refuseStranger(pod, present.get());
      return;
    }
    try {
      client.create(wanted);
    } catch (ApiException.AlreadyExists e) {
      refuseStranger(pod, client.get(PersistentVolumeClaim.class, key));
    } catch (ApiException e) {
      events.event(
          pod,
          EventRecorder.WARNING,
          "FailedBinding",
          "ephemeral volume %s: create PVC %s: %s"
              .formatted(volume.getName(), key, e.getMessage()));
      throw e;
    }
  }

  // Somebody's own claim that happens to have the name must not lose its data to this pod.
  private void refuseStranger(Pod pod, PersistentVolumeClaim claim) {
    if (!Owners.isControlledBy(claim, pod)) {
      events.event(
          pod,
          EventRecorder.WARNING,
          "FailedBinding",
          "PVC %s was not created for pod %s (pod is not owner)"
              .formatted(Metadata.key(claim), Metadata.key(pod)));
    }
  }

  private static PersistentVolumeClaim claim(Pod pod, Volume volume) {
    var template = volume.getVolumeSource().getEphemeral().getVolumeClaimTemplate();
    return PersistentVolumeClaim.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace(pod.getMetadata().getNamespace())
                .setName(ClaimUse.claimName(pod, volume).orElseThrow())
                .putAllLabels(template.getMetadata().getLabelsMap())
                .putAllAnnotations(template.getMetadata().getAnnotationsMap())
                .addOwnerReferences(Owners.controllerRef(pod)))
        .setSpec(template.getSpec())
        .build();
  }
}
