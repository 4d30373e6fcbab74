package dev.coxswain.kubelet.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodDNSConfig;
import dev.coxswain.api.core.v1.PodDNSConfigOption;
import dev.coxswain.kubelet.Pods;
import dev.coxswain.kubelet.dns.ResolvConf.ClusterDns;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResolvConfTest {
  private static final ClusterDns CLUSTER =
      new ClusterDns(
          List.of("10.96.0.10"),
          "cluster.local",
          ResolvConf.parse("# theirs\nnameserver 9.9.9.9\nsearch corp.example\n"));
  private static final String OF_CLUSTER =
      """
      search default.svc.cluster.local svc.cluster.local cluster.local corp.example
      nameserver 10.96.0.10
      options ndots:5
      """;
  private static final String OF_NODE = "search corp.example\nnameserver 9.9.9.9\n";

  static Stream<Arguments> policies() {
    var config =
        PodDNSConfig.newBuilder()
            .addNameservers("1.1.1.1")
            .addOptions(PodDNSConfigOption.newBuilder().setName("ndots").setValue("2"))
            .build();
    return Stream.of(
        arguments("ClusterFirst", pod("ClusterFirst", false), OF_CLUSTER),
        arguments("ClusterFirst on the node's network", pod("ClusterFirst", true), OF_NODE),
        arguments("ClusterFirstWithHostNet", pod("ClusterFirstWithHostNet", true), OF_CLUSTER),
        arguments("Default", pod("Default", false), OF_NODE),
        arguments(
            "None with its own",
            with(pod("None", false), config),
            "nameserver 1.1.1.1\noptions ndots:2\n"),
        arguments(
            "additions win over the cluster's",
            with(pod("ClusterFirst", false), config),
            OF_CLUSTER.replace("options ndots:5", "nameserver 1.1.1.1\noptions ndots:2")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  void policies(String name, Pod pod, String expected) {
    assertThat(ResolvConf.of(pod, CLUSTER).text()).isEqualTo(expected);
  }

  private static Pod pod(String policy, boolean hostNetwork) {
    var pod = Pods.pod("Always", "a").toBuilder();
    pod.getSpecBuilder().setDnsPolicy(policy).setHostNetwork(hostNetwork);
    return pod.build();
  }

  private static Pod with(Pod pod, PodDNSConfig config) {
    var changed = pod.toBuilder();
    changed.getSpecBuilder().setDnsConfig(config);
    return changed.build();
  }
}
