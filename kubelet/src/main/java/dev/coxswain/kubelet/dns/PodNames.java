package dev.coxswain.kubelet.dns;

import dev.coxswain.api.core.v1.Pod;

/// What a pod is called inside.
public final class PodNames {
  private static final int LONGEST = 63;
  private static final String HEADER = "# Kubernetes-managed hosts file";

  private PodNames() {}

  /// The host name: the spec's, or the pod's own name as far as it fits.
  public static String hostname(Pod pod) {
    var spec = pod.getSpec();
    if (spec.hasHostnameOverride()) {
      return spec.getHostnameOverride();
    }
    var name = spec.getHostname().isEmpty() ? pod.getMetadata().getName() : spec.getHostname();
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST).replaceAll("[-.]+$", "");
  }

  /// The full name; empty unless the pod has a subdomain.
  public static String fullName(Pod pod, String clusterDomain) {
    var subdomain = pod.getSpec().getSubdomain();
    return subdomain.isEmpty()
        ? ""
        : "%s.%s.%s.svc.%s"
            .formatted(hostname(pod), subdomain, pod.getMetadata().getNamespace(), clusterDomain);
  }

  /// The hosts file of a pod with an address of its own.
  public static String hosts(Pod pod, String ip, String clusterDomain) {
    var full = fullName(pod, clusterDomain);
    var names = full.isEmpty() ? hostname(pod) : full + "\t" + hostname(pod);
    return HEADER
        + ".\n"
        + "127.0.0.1\tlocalhost\n"
        + "::1\tlocalhost ip6-localhost ip6-loopback\n"
        + "fe00::0\tip6-localnet\n"
        + "fe00::0\tip6-mcastprefix\n"
        + "fe00::1\tip6-allnodes\n"
        + "fe00::2\tip6-allrouters\n"
        + ip
        + "\t"
        + names
        + "\n"
        + aliases(pod);
  }

  /// The hosts file of a pod that shares the node's network.
  public static String hostsOnNode(Pod pod, String nodeHosts) {
    return HEADER + " (host network).\n" + nodeHosts + aliases(pod);
  }

  private static String aliases(Pod pod) {
    if (pod.getSpec().getHostAliasesCount() == 0) {
      return "";
    }
    var text = new StringBuilder("\n# Entries added by HostAliases.\n");
    for (var alias : pod.getSpec().getHostAliasesList()) {
      text.append(alias.getIp())
          .append('\t')
          .append(String.join("\t", alias.getHostnamesList()))
          .append('\n');
    }
    return text.toString();
  }
}
