package dev.coxswain.apiserver.admission.pods;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apiserver.admission.Admission;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.registry.Lookup;
import java.util.List;

/// A pod that is bound to a node learns by its labels in which zone and region it is.
public final class PodTopologyLabels implements Admission {
  private static final List<String> LABELS =
      List.of("topology.kubernetes.io/zone", "topology.kubernetes.io/region");

  private final Lookup lookup;

  public PodTopologyLabels(Lookup lookup) {
    this.lookup = lookup;
  }

  @Override
  public Message complete(AdmissionRequest request, Message object) {
    return request.object(Pod.class, "binding").<Message>map(this::labelled).orElse(object);
  }

  private Pod labelled(Pod pod) {
    var node = lookup.get(Node.class, ObjectKey.clusterScoped(pod.getSpec().getNodeName()));
    if (node.isEmpty()) {
      return pod;
    }
    var changed = pod.toBuilder();
    for (var label : LABELS) {
      var value = node.get().getMetadata().getLabelsOrDefault(label, "");
      if (!value.isEmpty()) {
        changed.getMetadataBuilder().putLabels(label, value);
      }
    }
    return changed.build();
  }
}
