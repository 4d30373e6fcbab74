package dev.coxswain.apiserver.admission.volumes;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolume;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.api.storage.v1.VolumeAttributesClass;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;

/// Storage that is in use is not deleted under its users: a finalizer holds it.
public final class StorageProtection implements Admission {

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    if (request.operation() != Operation.CREATE || !request.subresource().isEmpty()) {
      return object;
    }
    return switch (object) {
      case PersistentVolume volume -> with(volume, "kubernetes.io/pv-protection");
      case PersistentVolumeClaim claim -> with(claim, "kubernetes.io/pvc-protection");
      case VolumeAttributesClass attributes -> with(attributes, "kubernetes.io/vac-protection");
      default -> object;
    };
  }

  private static Message with(Message object, String finalizer) {
    ObjectMeta metadata = Metadata.of(object);
    return metadata.getFinalizersList().contains(finalizer)
        ? object
        : Metadata.edit(object, m -> m.addFinalizers(finalizer));
  }
}
