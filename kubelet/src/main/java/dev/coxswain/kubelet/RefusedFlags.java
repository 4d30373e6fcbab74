package dev.coxswain.kubelet;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// Upstream's flags that this kubelet does not honour. Whoever sets one is told why, instead of
/// wondering later.
final class RefusedFlags {
  private static final Map<String, List<String>> BY_REASON = new LinkedHashMap<>();

  static {
    refuse(
        "credentials and endpoints of cloud providers are not supported",
        "azure-container-registry-config",
        "cloud-config",
        "google-json-key");
    refuse(
        "certificates and kubeconfigs are made by deploy/, not requested by the kubelet",
        "bootstrap-kubeconfig",
        "cert-dir",
        "experimental-bootstrap-kubeconfig");
    refuse(
        "control groups are the Docker Engine's business",
        "cgroup-driver",
        "cgroup-root",
        "cgroups-per-qos",
        "cpu-cfs-quota",
        "enforce-node-allocatable",
        "kube-reserved-cgroup",
        "kubelet-cgroups",
        "runtime-cgroups",
        "system-cgroups",
        "system-reserved-cgroup",
        "experimental-qos-reserved");
    refuse(
        "the network of pods is a bridge of the Docker Engine",
        "cni-bin-dir",
        "cni-conf-dir",
        "network-plugin",
        "network-plugin-mtu");
    refuse(
        "a crossed threshold evicts at once",
        "eviction-max-pod-grace-period",
        "eviction-minimum-reclaim",
        "eviction-soft",
        "eviction-soft-grace-period",
        "experimental-allocatable-ignore-eviction",
        "experimental-kernel-memcg-notification");
    refuse(
        "images are not removed automatically yet",
        "image-gc-high-threshold",
        "image-gc-low-threshold",
        "minimum-image-ttl-duration");
    refuse(
        "pods come from the API server only",
        "file-check-frequency",
        "http-check-frequency",
        "manifest-url",
        "manifest-url-header",
        "pod-manifest-path",
        "runonce",
        "host-ipc-sources",
        "host-network-sources",
        "host-pid-sources");
    refuse("rkt is gone", "rkt-api-endpoint", "rkt-path");
    refuse("there is no read-only port and no cAdvisor", "read-only-port", "cadvisor-port");
    refuse(
        "service rules are kube-proxy's business",
        "iptables-drop-bit",
        "iptables-masquerade-bit",
        "make-iptables-util-chains");
    refuse(
        "volume plugins other than the built-in ones are not supported",
        "enable-controller-attach-detach",
        "experimental-check-node-capabilities-before-mount",
        "experimental-mounter-path",
        "keep-terminated-pod-volumes",
        "volume-plugin-dir",
        "volume-stats-agg-period");
    refuse(
        "the pace of calls and events is fixed",
        "event-burst",
        "event-qps",
        "kube-api-burst",
        "kube-api-qps",
        "registry-burst",
        "registry-qps",
        "image-pull-progress-deadline",
        "streaming-connection-idle-timeout");
    refuse("the kubelet speaks gRPC to the API server", "kube-api-content-type");
    refuse(
        "every pod is allowed what the API server admits",
        "allow-privileged",
        "experimental-allowed-unsafe-sysctls",
        "seccomp-profile-root");
    refuse(
        "it was for debugging the original kubelet",
        "chaos-chance",
        "contention-profiling",
        "enable-custom-metrics",
        "enable-debugging-handlers",
        "exit-on-lock-contention",
        "lock-file",
        "really-crash-for-testing",
        "feature-gates");
    refuse(
        "containers of a pod have processes of their own unless the pod shares them",
        "docker-disable-shared-pid");
    refuse("there is one endpoint, that of the Docker Engine", "image-service-endpoint");
    refuse(
        "the machine's own settings stay as they are",
        "containerized",
        "experimental-fail-swap-on",
        "max-open-files",
        "oom-score-adj",
        "protect-kernel-defaults");
  }

  private RefusedFlags() {}

  static void addTo(CommandSpec command) {
    BY_REASON.forEach(
        (reason, flags) -> flags.forEach(flag -> command.addOption(option(command, flag, reason))));
  }

  private static void refuse(String reason, String... flags) {
    BY_REASON.put(reason, List.of(flags));
  }

  private static OptionSpec option(CommandSpec command, String flag, String reason) {
    return OptionSpec.builder("--" + flag)
        .type(String.class)
        .arity("0..1")
        .hidden(true)
        .setter(
            new ISetter() {
              @Override
              public <T> T set(T value) {
                if (value != null) {
                  throw new ParameterException(
                      command.commandLine(), "--" + flag + " is not supported: " + reason);
                }
                return null;
              }
            })
        .build();
  }
}
