package dev.coxswain.kubelet.node;

import dev.coxswain.api.core.v1.Taint;
import dev.coxswain.apimachinery.quantity.Amount;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the operator decides about a node.
///
/// @param labels in addition to those that every node has
/// @param taints set once, at registration
/// @param reserved what is kept for the system and ourselves, by resource
/// @param podCidr if the control plane gives none
/// @param cloud absent when the kubelet itself says what machine it is on
public record NodeSettings(
    String name,
    String hostname,
    List<String> addresses,
    Map<String, String> labels,
    List<Taint> taints,
    int maxPods,
    int port,
    Map<String, Amount> reserved,
    Optional<String> providerId,
    String podCidr,
    boolean register,
    Optional<ExternalCloud> cloud) {

  /// Somebody outside the kubelet knows the machine: a cloud controller manager makes the node fit
  /// for pods and tells its addresses.
  ///
  /// @param providedAddress what the operator told the kubelet; the cloud is to prefer it
  public record ExternalCloud(Optional<String> providedAddress) {}

  public NodeSettings {
    addresses = List.copyOf(addresses);
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    reserved = Map.copyOf(reserved);
  }
}
