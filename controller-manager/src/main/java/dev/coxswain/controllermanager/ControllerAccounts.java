package dev.coxswain.controllermanager;

import java.util.Map;
import java.util.Optional;

/// Which service account of `kube-system` each controller acts as, as upstream has it: roles are
/// bound to these names. Pure.
final class ControllerAccounts {
  // Those whose account has the controller's name and the suffix are left out.
  private static final Map<String, String> OTHER =
      Map.ofEntries(
          Map.entry("replicationcontroller", "replication-controller"),
          Map.entry("daemonset", "daemon-set-controller"),
          Map.entry("serviceaccount", "service-account-controller"),
          Map.entry("clusterrole-aggregation-controller", "clusterrole-aggregation-controller"),
          Map.entry("root-ca-certificate-publisher", "root-ca-cert-publisher"),
          Map.entry("legacy-service-account-token-cleaner", "legacy-service-account-token-cleaner"),
          Map.entry("service-cidr", "service-cidrs-controller"),
          Map.entry("bootstrapsigner", "bootstrap-signer"),
          Map.entry("tokencleaner", "token-cleaner"),
          Map.entry("garbagecollector", "generic-garbage-collector"),
          Map.entry("nodelifecycle", "node-controller"),
          Map.entry("taint-eviction-controller", "node-controller"),
          Map.entry("nodeipam", "node-controller"),
          Map.entry("persistentvolume-binder", "persistent-volume-binder"),
          Map.entry("persistentvolumeclaim-protection", "pvc-protection-controller"),
          Map.entry("persistentvolume-protection", "pv-protection-controller"),
          Map.entry("persistentvolume-expander", "expand-controller"),
          Map.entry("certificatesigningrequest-signing", "certificate-controller"),
          Map.entry("certificatesigningrequest-approving", "certificate-controller"),
          Map.entry("certificatesigningrequest-cleaner", "certificate-controller"),
          Map.entry("horizontalpodautoscaling", "horizontal-pod-autoscaler"),
          Map.entry("podgc", "pod-garbage-collector"));

  // It makes the tokens that the others use.
  private static final String ITSELF = "serviceaccount-token";

  private ControllerAccounts() {}

  /// The account; empty for a controller that acts as the program itself.
  static Optional<String> of(String controller) {
    return controller.equals(ITSELF)
        ? Optional.empty()
        : Optional.of(OTHER.getOrDefault(controller, controller + "-controller"));
  }
}
