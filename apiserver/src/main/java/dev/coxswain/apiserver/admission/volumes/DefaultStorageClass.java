package dev.coxswain.apiserver.admission.volumes;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.DefaultMark;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Set;

/// Claims that name no class get the one that is marked as the default.
public final class DefaultStorageClass implements Admission {
  private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";
  private static final DefaultMark<StorageClass> DEFAULT =
      new DefaultMark<>(
          StorageClass.class,
          Set.of(
              "storageclass.kubernetes.io/is-default-class",
              "storageclass.beta.kubernetes.io/is-default-class"));

  private final Lookup lookup;

  public DefaultStorageClass(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    var claim =
        request
            .created(PersistentVolumeClaim.class)
            .filter(c -> !c.getSpec().hasStorageClassName())
            .filter(c -> !c.getMetadata().containsAnnotations(OLD_CLASS));
    return claim
        .flatMap(_ -> DEFAULT.find(lookup))
        .<Message>map(name -> classed(claim.get(), name))
        .orElse(object);
  }

  private static PersistentVolumeClaim classed(PersistentVolumeClaim claim, String name) {
    var changed = claim.toBuilder();
    changed.getSpecBuilder().setStorageClassName(name);
    return changed.build();
  }
}
