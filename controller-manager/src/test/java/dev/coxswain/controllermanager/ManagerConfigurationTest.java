package dev.coxswain.controllermanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.coxswain.component.Component;
import org.junit.jupiter.api.Test;

class ManagerConfigurationTest {
  @Test
  void saysWhatFlagsSay() {
    var command = new ControllerManagerCommand();
    Component.commandLine(command)
        .parseArgs("--kubeconfig=k", "--concurrent-deployment-syncs=7", "--node-monitor-period=3s");
    var configz =
        ManagerConfiguration.of(JsonNodeFactory.instance.objectNode(), command.controllers);
    assertThat(configz.name()).isEqualTo("kubecontrollermanager.config.k8s.io");
    var document = configz.configuration();
    assertThat(document.get("kind").asText()).isEqualTo("KubeControllerManagerConfiguration");
    assertThat(document.at("/DeploymentController/ConcurrentDeploymentSyncs").asInt()).isEqualTo(7);
    assertThat(document.at("/KubeCloudShared/NodeMonitorPeriod").asText()).isEqualTo("3s");
    assertThat(document.at("/LegacySATokenCleaner/CleanUpPeriod").asText()).isEqualTo("8760h0m0s");
    assertThat(document.at("/SAController/ConcurrentSATokenSyncs").isInt()).isTrue();
  }
}
