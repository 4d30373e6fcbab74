package dev.coxswain.scheduler.plugins.volumes;

import dev.coxswain.api.core.v1.ObjectReference;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.SharedInformer;
import dev.coxswain.scheduler.plugins.volumes.ClaimPlan.Binding;
import dev.coxswain.scheduler.plugins.volumes.ClaimPlan.Possible;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Carries plans for claims out: sets volumes aside, tells provisioners the node, and waits until
/// the claims are bound.
public final class VolumeBinder {
  /// How long claims may take to be bound when nobody says otherwise; upstream's.
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  private final ApiClient client;
  private final SharedInformer<PersistentVolumeClaim> claims;
  private final Duration timeout;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Claims could not be bound. What is left of it is picked up by the next attempt.
  public static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String why) {
      super("binding volumes: " + why);
    }
  }

  /// A binder.
  ///
  /// @param claims tells when claims are bound
  public VolumeBinder(
      ApiClient client, SharedInformer<PersistentVolumeClaim> claims, Duration timeout) {
    this.client = client;
    this.claims = claims;
    this.timeout = timeout;
    claims.addHandler(ResourceHandler.keys(_ -> signal()));
  }

  /// Has the claims bound.
  ///
  /// @throws Failed if they are not within the timeout, or the provisioner wants another node
  void bind(Possible plan, String node) throws InterruptedException {
    plan.bindings().forEach(this::setAside);
    plan.provisioned().forEach(claim -> select(claim, node));
    var keys =
        Stream.concat(plan.bindings().stream().map(Binding::claim), plan.provisioned().stream())
            .map(Metadata::key)
            .toList();
    await(keys, plan.provisioned().stream().map(Metadata::key).toList(), node);
  }

  /// The controller of volumes completes the binding.
  private void setAside(Binding binding) {
    var claim = binding.claim();
    var volume = binding.volume();
    var reference =
        ObjectReference.newBuilder()
            .setKind("PersistentVolumeClaim")
            .setApiVersion("v1")
            .setNamespace(claim.getMetadata().getNamespace())
            .setName(claim.getMetadata().getName())
            .setUid(claim.getMetadata().getUid())
            .setResourceVersion(claim.getMetadata().getResourceVersion());
    PersistentVolume.Builder changedVolume = volume.toBuilder();
    changedVolume.getSpecBuilder().setClaimRef(reference);
    if (!volume.getSpec().hasClaimRef()) {
      changedVolume.getMetadataBuilder().putAnnotations(Storage.BOUND_BY_CONTROLLER, "yes");
    }
    client.update(changedVolume.build());
  }

  private void select(PersistentVolumeClaim claim, String node) {
    if (!node.equals(claim.getMetadata().getAnnotationsMap().get(Storage.SELECTED_NODE))) {
      client.update(Metadata.edit(claim, m -> m.putAnnotations(Storage.SELECTED_NODE, node)));
    }
  }

  private void await(List<ObjectKey> keys, List<ObjectKey> provisioned, String node)
      throws InterruptedException {
    long left = timeout.toNanos();
    lock.lockInterruptibly();
    try {
      boolean told = false;
      while (!keys.stream().allMatch(this::isBound)) {
        told = told || provisioned.stream().allMatch(key -> isSelected(key, node));
        if (told && !provisioned.stream().allMatch(key -> isSelected(key, node))) {
          throw new Failed("the provisioner asks for another node than " + node);
        }
        if (left <= 0) {
          throw new Failed("context deadline exceeded");
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isBound(ObjectKey key) {
    return Storage.isBound(claims.lister().get(key).orElseThrow(() -> gone(key)));
  }

  private boolean isSelected(ObjectKey key, String node) {
    var claim = claims.lister().get(key).orElseThrow(() -> gone(key));
    return Storage.isBound(claim)
        || node.equals(claim.getMetadata().getAnnotationsMap().get(Storage.SELECTED_NODE));
  }

  private static Failed gone(ObjectKey key) {
    return new Failed("persistentvolumeclaim \"" + key.name() + "\" not found");
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
