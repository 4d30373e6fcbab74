package dev.coxswain.apiserver.registry.warnings;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.node.v1.RuntimeClass;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;

/// Warnings about nodes and classes of them.
public final class NodeWarnings {
  private NodeWarnings() {}

  public static List<String> of(Node node) {
    var warnings = new ArrayList<String>();
    if (node.getSpec().hasConfigSource()) {
      warnings.add("spec.configSource: the feature is removed");
    }
    if (!node.getSpec().getExternalID().isEmpty()) {
      warnings.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
    }
    for (int i = 0; i < node.getSpec().getPodCIDRsCount(); i++) {
      var path = FieldPath.of("spec", "podCIDRs").index(i);
      warnings.addAll(AddressWarnings.ofCidr(node.getSpec().getPodCIDRs(i), path));
    }
    return warnings;
  }

  public static List<String> of(RuntimeClass runtime) {
    return OldLabels.ofSelector(
        runtime.getScheduling().getNodeSelectorMap(), FieldPath.of("scheduling", "nodeSelector"));
  }
}
