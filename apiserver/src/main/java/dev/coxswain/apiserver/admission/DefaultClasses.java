package dev.coxswain.apiserver.admission;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.PersistentVolumeClaim;
import dev.coxswain.api.networking.v1.Ingress;
import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.api.storage.v1.StorageClass;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Comparator;
import java.util.Optional;

/// Claims and ingresses that name no class get the one that is marked as the default; of several,
/// the newest.
final class DefaultClasses implements Admission {
  private static final String STORAGE = "storageclass.kubernetes.io/is-default-class";
  private static final String INGRESS = "ingressclass.kubernetes.io/is-default-class";
  private static final String OLD_INGRESS_CLASS = "kubernetes.io/ingress.class";
  private static final String OLD_STORAGE_CLASS = "volume.beta.kubernetes.io/storage-class";

  private final Lookup lookup;

  DefaultClasses(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    var claim = request.created(PersistentVolumeClaim.class).filter(DefaultClasses::isUnclassed);
    if (claim.isPresent()) {
      return defaultOf(StorageClass.class, STORAGE)
          .<Message>map(name -> classed(claim.get(), name))
          .orElse(object);
    }
    var ingress = request.created(Ingress.class).filter(DefaultClasses::isUnclassed);
    return ingress
        .flatMap(_ -> defaultOf(IngressClass.class, INGRESS))
        .<Message>map(name -> classed(ingress.get(), name))
        .orElse(object);
  }

  private static boolean isUnclassed(PersistentVolumeClaim claim) {
    return !claim.getSpec().hasStorageClassName()
        && !claim.getMetadata().containsAnnotations(OLD_STORAGE_CLASS);
  }

  private static boolean isUnclassed(Ingress ingress) {
    return !ingress.getSpec().hasIngressClassName()
        && !ingress.getMetadata().containsAnnotations(OLD_INGRESS_CLASS);
  }

  private static PersistentVolumeClaim classed(PersistentVolumeClaim claim, String name) {
    var changed = claim.toBuilder();
    changed.getSpecBuilder().setStorageClassName(name);
    return changed.build();
  }

  private static Ingress classed(Ingress ingress, String name) {
    var changed = ingress.toBuilder();
    changed.getSpecBuilder().setIngressClassName(name);
    return changed.build();
  }

  private <M extends Message> Optional<String> defaultOf(Class<M> type, String annotation) {
    return lookup.list(type, "").stream()
        .map(Metadata::of)
        .filter(m -> m.getAnnotationsOrDefault(annotation, "").equals("true"))
        .max(Comparator.comparing(m -> Times.toInstant(m.getCreationTimestamp())))
        .map(m -> m.getName());
  }
}
