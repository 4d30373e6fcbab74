package dev.coxswain.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  private static final String TEXT =
      """
      apiVersion: v1
      kind: Config
      clusters:
      - name: kubernetes
        cluster:
          server: https://10.0.0.1:6443
          certificate-authority-data: Y2E=
      users:
      - name: admin
        user:
          client-certificate: admin.crt
          client-key-data: a2V5
      - name: robot
        user: {token: secret}
      contexts:
      - name: admin@kubernetes
        context: {cluster: kubernetes, user: admin}
      - name: robot@kubernetes
        context: {cluster: kubernetes, user: robot, namespace: work}
      current-context: admin@kubernetes
      """;

  @TempDir Path directory;

  @Test
  void readsDataAndFiles() throws Exception {
    Files.writeString(directory.resolve("admin.crt"), "certificate");
    var config = load(TEXT).config();
    assertThat(config.host()).isEqualTo("10.0.0.1");
    assertThat(config.authority()).contains(new RestConfig.Pem("ca"));
    assertThat(config.identity().orElseThrow().certificates().text()).isEqualTo("certificate");
    assertThat(config.identity().orElseThrow().key().text()).isEqualTo("key");
    assertThat(config.namespace()).isEqualTo("default");
  }

  @Test
  void readsOtherContexts() throws Exception {
    var file = load(TEXT);
    assertThat(file.contexts()).containsExactly("admin@kubernetes", "robot@kubernetes");
    var config = file.config("robot@kubernetes");
    assertThat(config.token()).contains("secret");
    assertThat(config.identity()).isEmpty();
    assertThat(config.namespace()).isEqualTo("work");
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    var file = load(TEXT);
    assertThatThrownBy(() -> file.config("nope")).hasMessageContaining("no context \"nope\"");
    assertThatThrownBy(() -> load("just text")).hasMessageContaining("is no kubeconfig");
    assertThatThrownBy(() -> Kubeconfig.load(directory.resolve("absent")))
        .hasMessageContaining("cannot read");
  }

  private Kubeconfig load(String text) throws Exception {
    return Kubeconfig.load(Files.writeString(directory.resolve("config"), text));
  }
}
