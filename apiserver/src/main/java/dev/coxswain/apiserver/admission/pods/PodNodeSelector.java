package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldErrors;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Keeps the pods of a namespace on the nodes that its annotation, or the configuration, selects.
public final class PodNodeSelector implements Admission {
  private static final String ANNOTATION = "scheduler.alpha.kubernetes.io/node-selector";
  private static final String DEFAULT = "clusterDefaultNodeSelector";

  private final Lookup lookup;
  private final Map<String, String> configuration;

  /// @param configuration the selectors that each namespace may use, and under
  ///   `clusterDefaultNodeSelector` the one of namespaces without annotation: `a=b,c=d`
  public PodNodeSelector(Lookup lookup, Map<String, String> configuration) {
    this.lookup = lookup;
    this.configuration = Map.copyOf(configuration);
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request.created(Pod.class).<Message>map(pod -> selected(request, pod)).orElse(object);
  }

  @Override
  public void check(AdmissionRequest request) {
    request
        .created(Pod.class)
        .ifPresent(pod -> {
          refuseConflict(request, pod);
          var allowed = labels(configuration.getOrDefault(request.namespace(), ""));
          if (!allowed.isEmpty() && conflicts(pod.getSpec().getNodeSelectorMap(), allowed)) {
            throw request.forbidden(
                "pod node label selector labels conflict with its namespace whitelist");
          }
        });
  }

  private Pod selected(AdmissionRequest request, Pod pod) {
    refuseConflict(request, pod);
    var changed = pod.toBuilder();
    changed.getSpecBuilder().putAllNodeSelector(ofNamespace(request));
    return changed.build();
  }

  private void refuseConflict(AdmissionRequest request, Pod pod) {
    var selector = ofNamespace(request);
    boolean conflict =
        selector.entrySet().stream()
            .anyMatch(e ->
                !pod.getSpec()
                    .getNodeSelectorOrDefault(e.getKey(), e.getValue())
                    .equals(e.getValue()));
    if (conflict) {
      throw request.forbidden(
          "pod node label selector conflicts with its namespace node label selector");
    }
  }

  /// Whether it selects by anything that is not listed.
  private static boolean conflicts(Map<String, String> selector, Map<String, String> allowed) {
    return !selector.entrySet().stream()
        .allMatch(e -> e.getValue().equals(allowed.get(e.getKey())));
  }

  private Map<String, String> ofNamespace(AdmissionRequest request) {
    var key = ObjectKey.clusterScoped(request.namespace());
    var text =
        lookup
            .get(Namespace.class, key)
            .or(() -> lookup.fetch(Namespace.class, key))
            .map(namespace -> namespace.getMetadata().getAnnotationsMap().get(ANNOTATION))
            .orElseGet(() -> configuration.getOrDefault(DEFAULT, ""));
    return labels(text);
  }

  private static Map<String, String> labels(String text) {
    var labels = new TreeMap<String, String>();
    if (text.isEmpty()) {
      return labels;
    }
    for (var part : text.split(",", -1)) {
      var sides = part.split("=", -1);
      if (sides.length != 2) {
        throw AdmissionRequest.unexplained(
            "invalid selector: [%s]".formatted(String.join(" ", sides)));
      }
      labels.put(sides[0].strip(), sides[1].strip());
    }
    labels.forEach(PodNodeSelector::checkLabel);
    return labels;
  }

  private static void checkLabel(String key, String value) {
    var bad = Names.isQualifiedName(key);
    if (!bad.isEmpty()) {
      refuse(FieldError.invalid(FieldPath.none(), key, String.join("; ", bad)));
    }
    var badValue = Names.isValidLabelValue(value);
    if (!badValue.isEmpty()) {
      refuse(FieldError.invalid(FieldPath.none().key(key), value, String.join("; ", badValue)));
    }
  }

  private static void refuse(FieldError error) {
    throw AdmissionRequest.unexplained(FieldErrors.text(List.of(error)));
  }
}
