package dev.coxswain.controllermanager.volume;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.storage.v1.StorageClass;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Gives claims their volumes, and sees to volumes that have lost their claims.
///
/// Keys without a namespace are volumes, the others claims. It has one worker, so that no volume is
/// given twice; what its cache doesn't show yet ends in a conflict and is looked at again.
public final class VolumeBinderController {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);
  private static final List<String> PROVISIONER_ANNOTATIONS =
      List.of(
          "volume.beta.kubernetes.io/storage-provisioner",
          "volume.kubernetes.io/storage-provisioner");

  private final ApiClient client;
  private final Lister<PersistentVolume> volumes;
  private final Lister<PersistentVolumeClaim> claims;
  private final Lister<StorageClass> classes;
  private final Lister<Pod> podsByClaim;
  private final EventRecorder events;
  private final VolumeCleaning cleaning;
  private final WorkQueue<ObjectKey> queue;

  private VolumeBinderController(ControllerContext context, String cleanerImage) {
    this.client = context.client();
    this.events = context.recorder("persistentvolume-controller");
    this.volumes = context.lister(PersistentVolume.class);
    this.claims = context.lister(PersistentVolumeClaim.class);
    this.classes = context.lister(StorageClass.class);
    this.podsByClaim = ClaimUse.index(context);
    this.queue = context.queue();
    this.cleaning = new VolumeCleaning(context, events, cleanerImage, queue);
    context.watch(PersistentVolumeClaim.class, queue);
    context.watch(PersistentVolume.class, queue);
    context
        .informer(PersistentVolumeClaim.class)
        .addHandler(ResourceHandler.objects(this::wakeVolume));
    context.informer(PersistentVolume.class).addHandler(ResourceHandler.objects(this::wakeClaims));
    context.informer(StorageClass.class).addHandler(ResourceHandler.objects(this::wakeClaims));
  }

  /// @param cleanerImage what pods run that empty or delete volumes; has a shell
  public static Controller create(ControllerContext context, String cleanerImage) {
    var controller = new VolumeBinderController(context, cleanerImage);
    return ControllerContext.controller(
        "persistentvolume-binder", controller.queue, 1, controller::reconcile);
  }

  private void wakeVolume(PersistentVolumeClaim claim) {
    var name = claim.getSpec().getVolumeName();
    if (!name.isEmpty()) {
      queue.add(ObjectKey.clusterScoped(name));
    }
  }

  private void wakeClaims(PersistentVolume volume) {
    if (volume.getSpec().hasClaimRef()) {
      queue.add(Bindings.claimKey(volume));
    } else if (volume.getStatus().getPhase().equals("Available")) {
      wakePending(volume.getSpec().getStorageClassName());
    }
  }

  private void wakeClaims(StorageClass storageClass) {
    wakePending(storageClass.getMetadata().getName());
    if (DefaultClass.isMarked(storageClass)) {
      wakePending("");
    }
  }

  private void wakePending(String className) {
    claims.list().stream()
        .filter(c -> !Bindings.isComplete(c) && VolumeMatching.className(c).equals(className))
        .forEach(c -> queue.add(Metadata.key(c)));
  }

  private void reconcile(ObjectKey key) {
    if (key.namespace().isEmpty()) {
      volumes.get(key).ifPresentOrElse(this::reconcile, () -> cleaning.tidy(key));
    } else {
      claims.get(key).ifPresentOrElse(this::reconcile, () -> wakeVolumesOf(key));
    }
  }

  /// A volume may be set aside for a claim that went away before it knew.
  private void wakeVolumesOf(ObjectKey claim) {
    volumes.list().stream()
        .filter(v -> v.getSpec().hasClaimRef() && Bindings.claimKey(v).equals(claim))
        .forEach(v -> queue.add(Metadata.key(v)));
  }

  private void reconcile(PersistentVolumeClaim claim) {
    var steps = ClaimPlanner.plan(view(claim));
    for (var step : steps) {
      switch (step) {
        case ClaimPlanner.Step.Bind(var volume) -> bind(claim, volume);
        case ClaimPlanner.Step.Tell(var type, var reason, var message) ->
            events.event(claim, type, reason, message);
        case ClaimPlanner.Step.Assign(var name) -> client.update(DefaultClass.given(claim, name));
        case ClaimPlanner.Step.Ask(var provisioner) -> ask(claim, provisioner);
        case ClaimPlanner.Step.Create(var volume) -> create(claim, volume);
        case ClaimPlanner.Step.SetPhase(var phase) -> setPhase(claim, phase);
      }
    }
    if (!Bindings.isComplete(claim)) {
      queue.addAfter(Metadata.key(claim), LOOK_AGAIN);
    }
  }

  private ClaimPlanner.View view(PersistentVolumeClaim claim) {
    var named = claim.getSpec().getVolumeName();
    return new ClaimPlanner.View(
        claim,
        volumes.list(),
        named.isEmpty()
            ? Optional.empty()
            : surely(volumes, PersistentVolume.class, ObjectKey.clusterScoped(named)),
        classes.get(ObjectKey.clusterScoped(VolumeMatching.className(claim))),
        DefaultClass.among(classes.list()),
        ClaimUse.waitingPods(podsByClaim, Metadata.key(claim)));
  }

  // What isn't there, the cache may not have seen yet, and much depends on it.
  private <M extends Message> Optional<M> surely(Lister<M> lister, Class<M> type, ObjectKey key) {
    var cached = lister.get(key);
    if (cached.isPresent()) {
      return cached;
    }
    try {
      return Optional.of(client.get(type, key));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }

  private void bind(PersistentVolumeClaim claim, PersistentVolume volume) {
    var bound = Bindings.bound(volume, claim);
    if (!bound.equals(volume)) {
      bound = client.update(bound);
    }
    setPhase(bound, "Bound", "");
    var owner = Bindings.bound(claim, bound);
    if (!owner.equals(claim)) {
      owner = client.update(owner);
    }
    var status = Bindings.status(owner, bound);
    if (!status.equals(owner.getStatus())) {
      client.updateStatus(owner.toBuilder().setStatus(status).build());
    }
  }

  private void setPhase(PersistentVolumeClaim claim, String phase) {
    if (!claim.getStatus().getPhase().equals(phase)) {
      var status = claim.getStatus().toBuilder().setPhase(phase);
      client.updateStatus(claim.toBuilder().setStatus(status).build());
    }
  }

  private PersistentVolume setPhase(PersistentVolume volume, String phase, String message) {
    var before = volume.getStatus();
    if (before.getPhase().equals(phase) && before.getMessage().equals(message)) {
      return volume;
    }
    var status = before.toBuilder().setPhase(phase).setMessage(message);
    return client.updateStatus(volume.toBuilder().setStatus(status).build());
  }

  private void ask(PersistentVolumeClaim claim, String provisioner) {
    var wanted = new TreeMap<String, String>();
    for (var annotation : PROVISIONER_ANNOTATIONS) {
      if (!claim.getMetadata().getAnnotationsOrDefault(annotation, "").equals(provisioner)) {
        wanted.put(annotation, provisioner);
      }
    }
    if (!wanted.isEmpty()) {
      client.update(Metadata.edit(claim, m -> m.putAllAnnotations(wanted)));
    }
  }

  private void create(PersistentVolumeClaim claim, PersistentVolume volume) {
    try {
      client.create(volume);
      events.event(
          claim,
          EventRecorder.NORMAL,
          "ProvisioningSucceeded",
          "Successfully provisioned volume " + volume.getMetadata().getName());
    } catch (ApiException.AlreadyExists e) {
      // Made before; the cache will show it.
    }
  }

  private void reconcile(PersistentVolume volume) {
    var current = volume;
    for (var step : VolumePlanner.plan(volume, claimOf(volume))) {
      switch (step) {
        case VolumePlanner.Step.SetPhase(var phase, var message) ->
            current = setPhase(current, phase, message);
        case VolumePlanner.Step.Tell(var type, var reason, var message) ->
            events.event(volume, type, reason, message);
        case VolumePlanner.Step.Unbind() -> current = client.update(Bindings.unbound(current));
        case VolumePlanner.Step.WakeClaim() -> queue.add(Bindings.claimKey(volume));
        case VolumePlanner.Step.Recycle() -> cleaning.recycle(current);
        case VolumePlanner.Step.Delete() -> cleaning.delete(current);
      }
    }
  }

  private Optional<PersistentVolumeClaim> claimOf(PersistentVolume volume) {
    var ref = volume.getSpec().getClaimRef();
    if (ref.getUid().isEmpty()) {
      return Optional.empty();
    }
    var key = Bindings.claimKey(volume);
    var cached = claims.get(key).filter(c -> c.getMetadata().getUid().equals(ref.getUid()));
    if (cached.isPresent()) {
      return cached;
    }
    try {
      return Optional.of(client.get(PersistentVolumeClaim.class, key))
          .filter(c -> c.getMetadata().getUid().equals(ref.getUid()));
    } catch (ApiException.NotFound e) {
      return Optional.empty();
    }
  }
}
