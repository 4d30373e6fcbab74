package dev.coxswain.kubectl.describe;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The describers by resource; what has none of its own is shown field by field.
public final class Describers {
  private static final Map<String, Describer> BY_RESOURCE =
      Map.ofEntries(
          Map.entry("replicasets.apps", WorkloadDescribers::replicaSet),
          Map.entry("replicationcontrollers", WorkloadDescribers::replicaSet),
          Map.entry("statefulsets.apps", WorkloadDescribers::statefulSet),
          Map.entry("daemonsets.apps", WorkloadDescribers::daemonSet),
          Map.entry("jobs.batch", BatchDescribers::job),
          Map.entry("cronjobs.batch", BatchDescribers::cronJob),
          Map.entry("configmaps", DataDescribers::configMap),
          Map.entry("secrets", DataDescribers::secret),
          Map.entry("serviceaccounts", DataDescribers::serviceAccount),
          Map.entry("namespaces", LimitDescribers::namespace),
          Map.entry("resourcequotas", LimitDescribers::quota),
          Map.entry("priorityclasses.scheduling.k8s.io", LimitDescribers::priorityClass),
          Map.entry("poddisruptionbudgets.policy", LimitDescribers::budget),
          Map.entry("roles.rbac.authorization.k8s.io", RoleDescribers::role),
          Map.entry("clusterroles.rbac.authorization.k8s.io", RoleDescribers::role),
          Map.entry("rolebindings.rbac.authorization.k8s.io", RoleDescribers::binding),
          Map.entry("clusterrolebindings.rbac.authorization.k8s.io", RoleDescribers::binding),
          Map.entry("persistentvolumeclaims", StorageDescribers::claim),
          Map.entry("storageclasses.storage.k8s.io", StorageDescribers::storageClass),
          Map.entry("endpoints", EndpointDescribers::endpoints),
          Map.entry("endpointslices.discovery.k8s.io", EndpointDescribers::slice));

  private static final Set<String> WITHOUT_EVENTS =
      Set.of(
          "secrets",
          "namespaces",
          "resourcequotas",
          "roles.rbac.authorization.k8s.io",
          "clusterroles.rbac.authorization.k8s.io",
          "rolebindings.rbac.authorization.k8s.io",
          "clusterrolebindings.rbac.authorization.k8s.io");

  private Describers() {}

  /// @param resource such as `deployments.apps`
  public static Describer of(String resource) {
    return Optional.ofNullable(BY_RESOURCE.get(resource)).orElse(GenericDescriber::addTo);
  }

  /// Whether a description ends with what has happened.
  public static boolean showsEvents(String resource) {
    return !WITHOUT_EVENTS.contains(resource);
  }
}
