package dev.coxswain.cloudcontrollermanager.node;

import dev.coxswain.api.core.v1.Node;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.cloudcontrollermanager.provider.CloudFailure;
import dev.coxswain.cloudcontrollermanager.provider.Instances.Instance;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Decides what a node learns about its machine. Pure.
final class NodeInitializer {
  private static final Pattern RESERVED = Pattern.compile("(^|\\.)(kubernetes|k8s)\\.io/");

  // The older label of each pair wins where both are there.
  private static final Map<String, String> PAIRS =
      new TreeMap<>(
          Map.of(
              "failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone",
              "failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region",
              "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"));

  private NodeInitializer() {}

  /// A node as it is once its machine is known: with the provider's id and the labels of the
  /// machine, open for pods.
  ///
  /// @throws CloudFailure if the machine has no id, or not the address that the kubelet was told
  static Node initialized(Node node, Instance instance) {
    var name = node.getMetadata().getName();
    var id = node.getSpec().getProviderID();
    if (id.isEmpty() && instance.providerId().isEmpty()) {
      throw new CloudFailure("cloud provider does not set node provider ID for node " + name);
    }
    try {
      NodeAddresses.preferred(node, instance.addresses());
    } catch (CloudFailure e) {
      throw new CloudFailure(
          "provided node ip for node \"%s\" is not valid: %s".formatted(name, e.getMessage()), e);
    }
    var known =
        id.isEmpty()
            ? node.toBuilder()
                .setSpec(node.getSpec().toBuilder().setProviderID(instance.providerId()))
                .build()
            : node;
    return CloudTaints.initialized(
        Metadata.edit(known, m -> m.putAllLabels(labels(node, instance))));
  }

  private static Map<String, String> labels(Node node, Instance instance) {
    var labels = new TreeMap<String, String>();
    put(labels, "beta.kubernetes.io/instance-type", instance.type());
    put(labels, "failure-domain.beta.kubernetes.io/zone", instance.zone());
    put(labels, "failure-domain.beta.kubernetes.io/region", instance.region());
    instance
        .labels()
        .forEach((key, value) -> {
          boolean free = !node.getMetadata().containsLabels(key);
          if (free && !RESERVED.matcher(key).find()) {
            labels.put(key, value);
          }
        });
    return labels;
  }

  private static void put(Map<String, String> labels, String key, String value) {
    if (!value.isEmpty()) {
      labels.put(key, value);
      labels.put(PAIRS.get(key), value);
    }
  }

  /// The labels that an initialized node lacks: the newer name of what it has under the older one
  /// only, and the machine's own as they are now.
  static Map<String, String> missingLabels(Node node, Optional<Instance> instance) {
    var labels = node.getMetadata().getLabelsMap();
    var missing = new TreeMap<String, String>();
    PAIRS.forEach((older, newer) -> {
      if (labels.containsKey(older) && !labels.get(older).equals(labels.get(newer))) {
        missing.put(newer, labels.get(older));
      }
    });
    instance
        .map(Instance::labels)
        .orElse(Map.of())
        .forEach((key, value) -> {
          if (!value.equals(labels.get(key))) {
            missing.put(key, value);
          }
        });
    return missing;
  }
}
