package dev.coxswain.integration.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.Kubeconfig;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.RestConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever cannot say who they are gets in nowhere: not by REST, not by gRPC, not at a kubelet.
@Tag("end-to-end")
@Timeout(120)
class CredentialsTest {
  private static final Duration COMMAND = Duration.ofMinutes(1);
  private static final String PODS = ":6443/api/v1/pods";
  private static final String NODE_PODS = ":10250/pods";

  @TempDir static Path folder;

  private static LocalCluster cluster;
  private static Stranger other;
  private static Stranger expired;

  @BeforeAll
  static void forge() throws Exception {
    cluster = LocalCluster.withNodes(1);
    other = Stranger.ofAnotherAuthority(cluster, folder);
    expired = Stranger.expired(cluster, folder);
  }

  private static LocalCluster.Result curl(String url, List<String> flags) throws Exception {
    List<String> command = new ArrayList<>(List.of("curl", "-sSk", "-w", "%{http_code}"));
    command.addAll(flags);
    command.add("https://127.0.0.1" + url);
    return cluster.run(command, "", COMMAND);
  }

  @Test
  void withoutCredentialsOneIsAnonymousAndMayNothing() throws Exception {
    assertThat(curl(PODS, List.of()).out())
        .contains("User \\\"system:anonymous\\\" cannot list")
        .contains("\"reason\": \"Forbidden\"")
        .endsWith("403");
    assertThat(curl(NODE_PODS, List.of()).out()).contains("Unauthorized").endsWith("401");
  }

  @Test
  void aTokenThatNobodySignedIsRefused() throws Exception {
    List<String> token = List.of("-H", "Authorization: Bearer x.y.z");
    assertThat(curl(PODS, token).out()).contains("\"reason\": \"Unauthorized\"").endsWith("401");
    assertThat(curl(NODE_PODS, token).out()).contains("Unauthorized").endsWith("401");
  }

  @Test
  void aCertificateThatIsWorthNothingNamesNobody() throws Exception {
    for (var stranger : List.of(other, expired)) {
      assertThat(curl(PODS, stranger.curlFlags()).out())
          .contains("\"reason\": \"Unauthorized\"")
          .endsWith("401");
    }
  }

  @Test
  void aKubeletShakesNoHandsWithAStranger() throws Exception {
    for (var stranger : List.of(other, expired)) {
      var refused = curl(NODE_PODS, stranger.curlFlags());
      assertThat(refused.code()).as(refused.all()).isNotZero();
      assertThat(refused.out()).as("no HTTP answer").isEqualTo("000");
    }
  }

  /// The proxy of services is in the cluster, but has no business at a kubelet.
  @Test
  void aCertificateWithoutRightsGetsNothingFromAKubelet() throws Exception {
    var clients = cluster.kubeconfig().resolveSibling("pki").resolve("clients");
    List<String> proxy =
        List.of(
            "--cert", clients.resolve("kube-proxy.crt").toString(),
            "--key", clients.resolve("kube-proxy.key").toString());
    assertThat(curl(NODE_PODS, proxy).out())
        .contains(
            "Forbidden (user=system:kube-proxy, verb=get, resource=nodes,"
                + " subresource(s)=[pods proxy])")
        .endsWith("403");
    assertThat(curl(":10250/exec/default/web/c?command=id", proxy).out()).endsWith("403");
    var administrator =
        List.of(
            "--cert", clients.resolve("admin.crt").toString(),
            "--key", clients.resolve("admin.key").toString());
    assertThat(curl(NODE_PODS, administrator).out()).contains("\"PodList\"").endsWith("200");
  }

  @Test
  void gRpcRefusesTheSame() throws Exception {
    var admin = Kubeconfig.load(cluster.kubeconfig()).config();
    assertThat(pods(admin)).as("the administrator may").isNotNull();
    refused(with(admin, Optional.empty(), Optional.empty()), "system:anonymous");
    refused(with(admin, Optional.empty(), Optional.of("x.y.z")), "Unauthorized");
    for (var stranger : List.of(other, expired)) {
      var identity =
          new RestConfig.Identity(
              new RestConfig.Pem(Files.readString(stranger.certificate())),
              new RestConfig.Pem(Files.readString(stranger.key())));
      refused(with(admin, Optional.of(identity), Optional.empty()), "");
    }
  }

  private static void refused(RestConfig config, String reason) {
    assertThatThrownBy(() -> pods(config)).hasMessageContaining(reason);
  }

  private static Object pods(RestConfig config) {
    try (var client =
        GrpcApiClient.connect(config, config.host() + ":6444", "stranger", Duration.ofSeconds(5))) {
      return client.list(Scheme.kubernetes().resourceOf(Pod.class), ListQuery.all());
    }
  }

  private static RestConfig with(
      RestConfig admin, Optional<RestConfig.Identity> identity, Optional<String> token) {
    return new RestConfig(
        admin.server(),
        admin.authority(),
        admin.serverName(),
        false,
        identity,
        token,
        admin.namespace());
  }
}
