package dev.coxswain.apiserver.admission.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.ScopedResourceSelectorRequirement;
import dev.coxswain.api.core.v1.Toleration;
import dev.coxswain.apimachinery.codec.DecodeException;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.quota.QuotaEvaluator;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.Lookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives pods the tolerations that an annotation of their namespace, or else the configuration,
/// lists, and holds them to those that another one allows. Pods that ask for anything stand a node
/// that is short of memory.
public final class PodTolerationRestriction implements Admission {
  private static final String DEFAULTS = "scheduler.alpha.kubernetes.io/defaultTolerations";
  private static final String ALLOWED = "scheduler.alpha.kubernetes.io/tolerationsWhitelist";
  private static final Toleration MEMORY_PRESSURE =
      Toleration.newBuilder()
          .setKey("node.kubernetes.io/memory-pressure")
          .setOperator("Exists")
          .setEffect("NoSchedule")
          .build();
  private static final ScopedResourceSelectorRequirement BEST_EFFORT =
      ScopedResourceSelectorRequirement.newBuilder()
          .setScopeName("BestEffort")
          .setOperator("Exists")
          .build();

  private final Lookup lookup;
  private final List<Toleration> defaults;
  private final List<Toleration> allowed;

  /// @param defaults of namespaces without annotation
  /// @param allowed in namespaces without annotation; if it is empty, all are
  public PodTolerationRestriction(
      Lookup lookup, List<Toleration> defaults, List<Toleration> allowed) {
    this.lookup = lookup;
    this.defaults = List.copyOf(defaults);
    this.allowed = List.copyOf(allowed);
  }

  /// A list of tolerations, as annotations and the configuration hold it.
  ///
  /// @throws DecodeException if it is none
  public static List<Toleration> read(JsonNode list) throws DecodeException {
    var spec = JsonNodeFactory.instance.objectNode();
    spec.set("tolerations", list);
    var pod = JsonNodeFactory.instance.objectNode().set("spec", spec);
    var kind = Scheme.kubernetes().kindOf(Pod.class);
    var read = (Pod) JsonCodec.read(pod, kind, FieldValidation.IGNORE).object();
    return read.getSpec().getTolerationsList();
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    var pod = request.object(Pod.class);
    if (pod.isEmpty()) {
      return object;
    }
    var tolerant = tolerant(pod.get(), extra(request, pod.get()));
    refuseOthers(request, tolerant);
    return tolerant;
  }

  @Override
  public void check(AdmissionRequest request) {
    request.object(Pod.class).ifPresent(pod -> refuseOthers(request, pod));
  }

  private List<Toleration> extra(AdmissionRequest request, Pod pod) {
    var extra = new ArrayList<Toleration>();
    if (request.operation() == Operation.CREATE) {
      extra.addAll(annotated(request, DEFAULTS).orElse(defaults));
    }
    if (!QuotaEvaluator.of("pods").isIn(BEST_EFFORT, pod)) {
      extra.add(MEMORY_PRESSURE);
    }
    return extra;
  }

  private static Pod tolerant(Pod pod, List<Toleration> extra) {
    if (extra.isEmpty()) {
      return pod;
    }
    var merged = Tolerations.merge(pod.getSpec().getTolerationsList(), extra);
    var changed = pod.toBuilder();
    changed.getSpecBuilder().clearTolerations().addAllTolerations(merged);
    return changed.build();
  }

  private void refuseOthers(AdmissionRequest request, Pod pod) {
    var within = annotated(request, ALLOWED).orElse(allowed);
    if (!within.isEmpty() && !Tolerations.areWithin(pod.getSpec().getTolerationsList(), within)) {
      throw AdmissionRequest.unexplained(
          "pod tolerations (possibly merged with namespace default tolerations) conflict with its"
              + " namespace whitelist");
    }
  }

  /// What the namespace says; an empty annotation says that there are none.
  private Optional<List<Toleration>> annotated(AdmissionRequest request, String annotation) {
    var key = ObjectKey.clusterScoped(request.namespace());
    return lookup
        .get(Namespace.class, key)
        .or(() -> lookup.fetch(Namespace.class, key))
        .map(namespace -> namespace.getMetadata().getAnnotationsMap().get(annotation))
        .map(PodTolerationRestriction::tolerations);
  }

  private static List<Toleration> tolerations(String json) {
    try {
      return json.isEmpty()
          ? List.of()
          : read(JsonCodec.parse(json.getBytes(StandardCharsets.UTF_8)));
    } catch (DecodeException e) {
      throw AdmissionRequest.unexplained(e.getMessage());
    }
  }
}
