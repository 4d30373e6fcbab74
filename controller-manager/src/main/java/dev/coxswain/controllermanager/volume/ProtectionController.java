package dev.coxswain.controllermanager.volume;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.storage.v1.VolumeAttributesClass;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.util.function.Predicate;

/// Keeps what is in use from being deleted: a finalizer stays on it until nobody uses it.
public final class ProtectionController<M extends Message> {
  private static final String CLAIM_FINALIZER = "kubernetes.io/pvc-protection";
  private static final String VOLUME_FINALIZER = "kubernetes.io/pv-protection";
  private static final String ATTRIBUTES_FINALIZER = "kubernetes.io/vac-protection";

  private final ApiClient client;
  private final Lister<M> lister;
  private final String finalizer;
  private final Predicate<M> isUsed;

  private ProtectionController(
      ControllerContext context,
      Class<M> type,
      String finalizer,
      Predicate<M> isUsed,
      WorkQueue<ObjectKey> queue) {
    this.client = context.client();
    this.lister = context.lister(type);
    this.finalizer = finalizer;
    this.isUsed = isUsed;
    context.watch(type, queue);
  }

  /// Claims are in use as long as there is a pod on a node that names them.
  public static Controller forClaims(ControllerContext context, int workers) {
    var queue = context.queue();
    var pods = ClaimUse.index(context);
    context
        .informer(Pod.class)
        .addHandler(ResourceHandler.objects(pod -> ClaimUse.claims(pod).forEach(queue::add)));
    var controller =
        new ProtectionController<>(
            context,
            PersistentVolumeClaim.class,
            CLAIM_FINALIZER,
            claim -> isUsed(context.client(), pods, claim),
            queue);
    return ControllerContext.controller(
        "persistentvolumeclaim-protection", queue, workers, controller::reconcile);
  }

  /// Volumes are in use as long as they are bound.
  public static Controller forVolumes(ControllerContext context, int workers) {
    var queue = context.queue();
    var controller =
        new ProtectionController<PersistentVolume>(
            context,
            PersistentVolume.class,
            VOLUME_FINALIZER,
            volume -> volume.getStatus().getPhase().equals("Bound"),
            queue);
    return ControllerContext.controller(
        "persistentvolume-protection", queue, workers, controller::reconcile);
  }

  /// Classes of attributes are in use as long as a volume or a claim names them.
  public static Controller forAttributes(ControllerContext context, int workers) {
    var queue = context.queue();
    var uses = AttributesUse.watch(context, name -> queue.add(new ObjectKey("", name)));
    var controller =
        new ProtectionController<VolumeAttributesClass>(
            context,
            VolumeAttributesClass.class,
            ATTRIBUTES_FINALIZER,
            attributes -> uses.any(attributes.getMetadata().getName()),
            queue);
    return ControllerContext.controller(
        "volumeattributesclass-protection", queue, workers, controller::reconcile);
  }

  // A pod that the cache doesn't show yet may be about to mount it: before a claim goes, the server
  // is asked.
  private static boolean isUsed(ApiClient client, Lister<Pod> pods, PersistentVolumeClaim claim) {
    var namespace = claim.getMetadata().getNamespace();
    return ClaimUse.isUsed(pods, claim)
        || client.list(Pod.class, ListQuery.in(namespace)).items().stream()
            .anyMatch(pod -> ClaimUse.isUsedBy(pod, claim));
  }

  private void reconcile(ObjectKey key) {
    var found = lister.get(key);
    if (found.isEmpty()) {
      return;
    }
    var metadata = Metadata.of(found.get());
    boolean guarded = metadata.getFinalizersList().contains(finalizer);
    if (!metadata.hasDeletionTimestamp() && !guarded) {
      update(Metadata.edit(found.get(), m -> m.addFinalizers(finalizer)));
    } else if (metadata.hasDeletionTimestamp() && guarded && !isUsed.test(found.get())) {
      update(Metadata.edit(found.get(), this::release));
    }
  }

  private void release(ObjectMeta.Builder metadata) {
    var others = metadata.getFinalizersList().stream().filter(f -> !f.equals(finalizer)).toList();
    metadata.clearFinalizers().addAllFinalizers(others);
  }

  private void update(M object) {
    try {
      client.update(object);
    } catch (ApiException.NotFound e) {
      // Gone: nothing to guard.
    }
  }
}
