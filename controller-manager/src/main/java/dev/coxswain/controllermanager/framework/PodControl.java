package dev.coxswain.controllermanager.framework;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodTemplateSpec;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.EventRecorder;

/// Creates and deletes the pods of an owner, and tells so in events on the owner.
public final class PodControl {
  private final ApiClient client;
  private final EventRecorder events;

  public PodControl(ApiClient client, EventRecorder events) {
    this.client = client;
    this.events = events;
  }

  /// A pod as the owner's template has it, with a name made up by the server.
  public static Pod fromTemplate(PodTemplateSpec template, Message owner) {
    var prefix = Metadata.of(owner).getName() + "-";
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace(Metadata.of(owner).getNamespace())
                .setGenerateName(prefix)
                .putAllLabels(template.getMetadata().getLabelsMap())
                .putAllAnnotations(template.getMetadata().getAnnotationsMap())
                .addAllFinalizers(template.getMetadata().getFinalizersList())
                .addOwnerReferences(Owners.controllerRef(owner)))
        .setSpec(template.getSpec())
        .build();
  }

  /// Creates the pod.
  ///
  /// @throws ApiException what the server says; told in an event already
  public Pod create(Pod pod, Message owner) {
    try {
      var created = client.create(pod);
      events.event(
          owner,
          EventRecorder.NORMAL,
          "SuccessfulCreate",
          "Created pod: " + created.getMetadata().getName());
      return created;
    } catch (ApiException e) {
      if (!isNamespaceTerminating(e)) {
        events.event(
            owner, EventRecorder.WARNING, "FailedCreate", "Error creating: " + e.getMessage());
      }
      throw e;
    }
  }

  /// Deletes the pod, and no other that may have its name by now. Does nothing if it is gone.
  public void delete(Pod pod, Message owner) {
    try {
      client.delete(
          Pod.class,
          Metadata.key(pod),
          DeleteOptions.newBuilder()
              .setPreconditions(Preconditions.newBuilder().setUid(pod.getMetadata().getUid()))
              .build());
      events.event(
          owner,
          EventRecorder.NORMAL,
          "SuccessfulDelete",
          "Deleted pod: " + pod.getMetadata().getName());
    } catch (ApiException.NotFound e) {
      // Gone already, which is what was wanted.
    } catch (ApiException e) {
      events.event(
          owner, EventRecorder.WARNING, "FailedDelete", "Error deleting: " + e.getMessage());
      throw e;
    }
  }

  /// Whether the server refused because the namespace is going away, so that nobody need be told.
  public static boolean isNamespaceTerminating(ApiException e) {
    return e.status().getDetails().getCausesList().stream()
        .anyMatch(cause -> cause.getReason().equals("NamespaceTerminating"));
  }
}
