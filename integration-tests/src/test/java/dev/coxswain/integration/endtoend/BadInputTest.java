package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Mistakes get the answer that Kubernetes gives, and nothing is half-written.
@Tag("end-to-end")
class BadInputTest {
  private static LocalCluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = LocalCluster.withNodes(1);
  }

  static Stream<Arguments> manifests() {
    String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: %s\n";
    return Stream.of(
        arguments("{broken: [", "error parsing STDIN"),
        arguments(pod.formatted("{contaners: []}"), "unknown field \"spec.contaners\""),
        arguments(pod.formatted("{containers: []}"), "spec.containers: Required value"),
        arguments(
            pod.formatted("{containers: [{name: c, image: i, ports: [{containerPort: x}]}]}"),
            "cannot unmarshal string into Go struct field"),
        arguments(
            "apiVersion: v1\nkind: Nothing\nmetadata: {name: bad}\n",
            "no matches for kind \"Nothing\""),
        arguments(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: Bad_Name}\n",
            "metadata.name: Invalid value: \"Bad_Name\""));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aBadManifestIsRefusedWithTheReason(String manifest, String reason) throws Exception {
    var refused = cluster.kubectlWithInput(manifest, "create", "-f", "-");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains(reason);
    assertThat(cluster.kubectlOk("get", "pods,configmaps", "-o", "name")).doesNotContain("bad");
  }

  @Test
  void aBodyThatIsTooLongIsRefused() throws Exception {
    var command =
        "head -c 10000000 /dev/zero | tr '\\0' x | curl -sk --cert %1$s/pki/clients/admin.crt --key %1$s/pki/clients/admin.key -H 'Content-Type: application/json' --data-binary @- https://127.0.0.1:6443/api/v1/namespaces/default/configmaps"
            .formatted(cluster.kubeconfig().getParent());
    var refused = cluster.run(List.of("bash", "-c", command), "", Duration.ofMinutes(1));
    assertThat(refused.out()).contains("\"code\": 413", "\"reason\": \"RequestEntityTooLarge\"");
  }

  @Test
  void anImageThatDoesNotExistIsTold() throws Exception {
    cluster.kubectlOk("run", "no-image", "--image=coxswain/none:v1");
    try {
      cluster.until(
          Duration.ofMinutes(1),
          reason -> reason.contains("ErrImagePull") || reason.contains("ImagePullBackOff"),
          "get",
          "pod",
          "no-image",
          "-o",
          "jsonpath={.status.containerStatuses[0].state.waiting.reason}");
    } finally {
      cluster.kubectlOk("delete", "pod", "no-image");
    }
  }

  @Test
  void aNodePortInUseIsRefused() throws Exception {
    cluster.kubectlOk("create", "service", "nodeport", "one", "--tcp=80", "--node-port=30999");
    try {
      var second =
          cluster.kubectl("create", "service", "nodeport", "two", "--tcp=80", "--node-port=30999");
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.err()).contains("provided port is already allocated");
    } finally {
      cluster.kubectlOk("delete", "service", "one");
    }
  }
}
