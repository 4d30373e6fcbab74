package dev.coxswain.apiserver.admission.general;

import com.google.protobuf.Message;
import dev.coxswain.api.networking.v1.Ingress;
import dev.coxswain.api.networking.v1.IngressClass;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.DefaultMark;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.Set;

/// Ingresses that name no class get the one that is marked as the default.
public final class DefaultIngressClass implements Admission {
  private static final String OLD_CLASS = "kubernetes.io/ingress.class";
  private static final DefaultMark<IngressClass> DEFAULT =
      new DefaultMark<>(IngressClass.class, Set.of("ingressclass.kubernetes.io/is-default-class"));

  private final Lookup lookup;

  public DefaultIngressClass(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    var ingress =
        request
            .created(Ingress.class)
            .filter(i -> !i.getSpec().hasIngressClassName())
            .filter(i -> !i.getMetadata().containsAnnotations(OLD_CLASS));
    return ingress
        .flatMap(_ -> DEFAULT.find(lookup))
        .<Message>map(name -> classed(ingress.get(), name))
        .orElse(object);
  }

  private static Ingress classed(Ingress ingress, String name) {
    var changed = ingress.toBuilder();
    changed.getSpecBuilder().setIngressClassName(name);
    return changed.build();
  }
}
