package dev.coxswain.controllermanager.statefulset;

import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.StatefulSet;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.OwnerReference;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.Lister;
import dev.coxswain.client.PatchType;
import dev.coxswain.controllermanager.framework.MergePatch;
import dev.coxswain.controllermanager.framework.PodControl;
import java.util.List;

/// Changes the pods and claims of stateful sets, and tells so in events on the set.
final class StatefulPodControl {
  private final ApiClient client;
  private final Lister<PersistentVolumeClaim> claims;
  private final EventRecorder events;

  StatefulPodControl(ApiClient client, Lister<PersistentVolumeClaim> claims, EventRecorder events) {
    this.client = client;
    this.claims = claims;
    this.events = events;
  }

  /// Creates the pod when all of its claims are there.
  void create(StatefulSet set, Pod pod, List<PersistentVolumeClaim> templates) {
    try {
      templates.forEach(claim -> createClaim(set, pod, claim));
      client.create(pod);
    } catch (ApiException.AlreadyExists e) {
      throw e; // The cache is behind, or it is another's pod: we have to wait.
    } catch (ApiException | NoClaim e) {
      failed(set, pod, "Create", e);
      throw e;
    }
    succeeded(set, pod, "Create");
  }

  /// Creates the claim unless there is one; that of an earlier pod keeps its data.
  void createClaim(StatefulSet set, Pod pod, PersistentVolumeClaim claim) {
    var there = claims.get(Metadata.key(claim));
    var name = claim.getMetadata().getName();
    if (there.isPresent()) {
      if (there.get().getMetadata().hasDeletionTimestamp()) {
        throw new NoClaim("pvc " + name + " is being deleted");
      }
      return;
    }
    try {
      client.create(claim);
    } catch (ApiException.AlreadyExists e) {
      return; // The cache will show it soon.
    } catch (ApiException e) {
      if (PodControl.isNamespaceTerminating(e)) {
        throw e;
      }
      tell(
          set,
          EventRecorder.WARNING,
          "FailedCreate",
          "Create Claim %s for Pod %s in StatefulSet %s failed error: %s"
              .formatted(name, name(pod), name(set), e.getMessage()));
      throw new NoClaim("failed to create PVC " + name + ": " + e.getMessage(), e);
    }
    tell(
        set,
        EventRecorder.NORMAL,
        "SuccessfulCreate",
        "Create Claim %s Pod %s in StatefulSet %s success".formatted(name, name(pod), name(set)));
  }

  /// Gives the claim these owners.
  ///
  /// @param conflicting whether a stranger controls it
  void own(
      StatefulSet set,
      PersistentVolumeClaim claim,
      List<OwnerReference> owners,
      boolean conflicting) {
    if (conflicting) {
      tell(
          set,
          EventRecorder.WARNING,
          "ConflictingController",
          "PersistentVolumeClaim %s has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim"
              .formatted(name(claim)));
    }
    client.update(
        Metadata.edit(claim, m -> m.clearOwnerReferences().addAllOwnerReferences(owners)));
  }

  /// Writes the pod's labels.
  void update(StatefulSet set, Pod pod) {
    var patch =
        MergePatch.metadata()
            .put("uid", pod.getMetadata().getUid())
            .putTexts("labels", pod.getMetadata().getLabelsMap())
            .bytes();
    try {
      client.patch(Pod.class, Metadata.key(pod), PatchType.MERGE, patch, "");
    } catch (ApiException e) {
      failed(set, pod, "Update", e);
      throw e;
    }
    succeeded(set, pod, "Update");
  }

  /// Deletes the pod, and no other that may have its name by now.
  void delete(StatefulSet set, Pod pod) {
    try {
      client.delete(
          Pod.class,
          Metadata.key(pod),
          DeleteOptions.newBuilder()
              .setPreconditions(Preconditions.newBuilder().setUid(pod.getMetadata().getUid()))
              .build());
    } catch (ApiException.NotFound e) {
      return; // Gone, as it should be.
    } catch (ApiException e) {
      failed(set, pod, "Delete", e);
      throw e;
    }
    succeeded(set, pod, "Delete");
  }

  private void succeeded(StatefulSet set, Pod pod, String verb) {
    tell(
        set,
        EventRecorder.NORMAL,
        "Successful" + verb,
        "%s Pod %s in StatefulSet %s successful".formatted(verb, name(pod), name(set)));
  }

  private void failed(StatefulSet set, Pod pod, String verb, RuntimeException e) {
    if (!(e instanceof ApiException api && PodControl.isNamespaceTerminating(api))) {
      tell(
          set,
          EventRecorder.WARNING,
          "Failed" + verb,
          "%s Pod %s in StatefulSet %s failed error: %s"
              .formatted(verb, name(pod), name(set), e.getMessage()));
    }
  }

  private void tell(StatefulSet set, String type, String reason, String message) {
    events.event(set, type, reason, message);
  }

  /// The pod has to wait for a claim that isn't there.
  private static final class NoClaim extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoClaim(String message) {
      super(message);
    }

    NoClaim(String message, ApiException cause) {
      super(message, cause);
    }
  }

  private static String name(Message object) {
    return Metadata.of(object).getName();
  }
}
