package dev.coxswain.apiserver.registry.validation;

import dev.coxswain.apimachinery.validation.Names;
import java.util.Set;

/// What the names of resources tell.
public final class ResourceNames {
  /// What names of huge pages begin with; their size follows.
  static final String HUGE_PAGES = "hugepages-";

  private static final Set<String> CONTAINER = Set.of("cpu", "memory", "ephemeral-storage");
  private static final Set<String> COUNTED =
      Set.of(
          "pods",
          "services",
          "replicationcontrollers",
          "resourcequotas",
          "secrets",
          "configmaps",
          "persistentvolumeclaims",
          "services.nodeports",
          "services.loadbalancers");
  private static final Set<String> QUOTA =
      Set.of(
          "cpu",
          "memory",
          "ephemeral-storage",
          "requests.cpu",
          "requests.memory",
          "requests.storage",
          "requests.ephemeral-storage",
          "limits.cpu",
          "limits.memory",
          "limits.ephemeral-storage",
          "storage");

  private ResourceNames() {}

  static boolean isForContainers(String name) {
    return CONTAINER.contains(name) || name.startsWith(HUGE_PAGES);
  }

  static boolean isStandard(String name) {
    return isForContainers(name)
        || QUOTA.contains(name)
        || COUNTED.contains(name)
        || name.startsWith("requests." + HUGE_PAGES);
  }

  /// One that a quota may limit.
  public static boolean isForQuotas(String name) {
    return isStandard(name) && !name.equals("storage");
  }

  /// Without a domain, or with Kubernetes' own.
  static boolean isNative(String name) {
    return !name.contains("/") || name.contains("kubernetes.io/");
  }

  static boolean isExtended(String name) {
    return !isNative(name)
        && !name.startsWith("requests.")
        && Names.isQualifiedName("requests." + name).isEmpty();
  }

  static boolean isIntegral(String name) {
    return COUNTED.contains(name) || isExtended(name);
  }

  /// Whether nodes may promise more of it than they have.
  public static boolean isOvercommitted(String name) {
    return isNative(name) && !name.startsWith(HUGE_PAGES);
  }
}
