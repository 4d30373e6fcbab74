package dev.coxswain.apiserver.admission.pods;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.registry.Lookup;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Gives pods the tolerations that an annotation of their namespace lists, and holds them to those
/// that another one allows.
public final class PodTolerationRestriction implements Admission {
  private static final String DEFAULTS = "scheduler.alpha.kubernetes.io/defaultTolerations";
  private static final String ALLOWED = "scheduler.alpha.kubernetes.io/tolerationsWhitelist";

  private final Lookup lookup;

  public PodTolerationRestriction(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request
        .created(Pod.class)
        .<Message>map(pod -> {
          var tolerations = new LinkedHashSet<>(pod.getSpec().getTolerationsList());
          annotated(request, DEFAULTS).ifPresent(tolerations::addAll);
          var changed = pod.toBuilder();
          changed.getSpecBuilder().clearTolerations().addAllTolerations(tolerations);
          return changed.build();
        })
        .orElse(object);
  }

  @Override
  public void check(AdmissionRequest request) {
    request
        .object(Pod.class)
        .ifPresent(pod ->
            annotated(request, ALLOWED)
                .filter(allowed -> !allowed.isEmpty())
                .filter(allowed -> !isWithin(pod.getSpec(), allowed))
                .ifPresent(_ -> {
                  throw request.forbidden(
                      "pod tolerations (possibly merged with namespace default tolerations)"
                          + " conflict with its namespace whitelist");
                }));
  }

  private static boolean isWithin(PodSpec spec, List<Toleration> allowed) {
    return spec.getTolerationsList().stream()
        .allMatch(toleration -> allowed.stream().anyMatch(a -> covers(a, toleration)));
  }

  /// Whether it tolerates all that the other one does.
  private static boolean covers(Toleration wide, Toleration narrow) {
    boolean key = wide.getKey().isEmpty() || wide.getKey().equals(narrow.getKey());
    boolean effect = wide.getEffect().isEmpty() || wide.getEffect().equals(narrow.getEffect());
    boolean value =
        wide.getOperator().equals("Exists")
            || (!narrow.getOperator().equals("Exists")
                && wide.getValue().equals(narrow.getValue()));
    boolean time =
        !wide.hasTolerationSeconds()
            || (narrow.hasTolerationSeconds()
                && narrow.getTolerationSeconds() <= wide.getTolerationSeconds());
    return key && effect && value && time;
  }

  private Optional<List<Toleration>> annotated(AdmissionRequest request, String annotation) {
    var key = ObjectKey.clusterScoped(request.namespace());
    return lookup
        .get(Namespace.class, key)
        .or(() -> lookup.fetch(Namespace.class, key))
        .map(namespace -> namespace.getMetadata().getAnnotationsOrDefault(annotation, ""))
        .filter(text -> !text.isEmpty())
        .map(text -> tolerations(request, text));
  }

  private static List<Toleration> tolerations(AdmissionRequest request, String json) {
    try {
      var spec = JsonNodeFactory.instance.objectNode();
      spec.set("tolerations", JsonCodec.parse(json.getBytes(StandardCharsets.UTF_8)));
      var pod = JsonNodeFactory.instance.objectNode().set("spec", spec);
      var kind = Scheme.kubernetes().kindOf(Pod.class);
      var read = (Pod) JsonCodec.read(pod, kind, FieldValidation.IGNORE).object();
      return read.getSpec().getTolerationsList();
    } catch (DecodeException e) {
      throw request.forbidden(e.getMessage());
    }
  }
}
