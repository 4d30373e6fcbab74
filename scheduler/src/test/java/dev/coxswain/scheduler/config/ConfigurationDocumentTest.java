package dev.coxswain.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.LeaderElector;
import dev.coxswain.component.ApiServerFlags;
import dev.coxswain.component.Component;
import dev.coxswain.component.program.Election;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ConfigurationDocumentTest {
  @Command
  static final class Program {
    @Mixin ApiServerFlags apiServer;
  }

  @Test
  void whatIsShownCanBeReadAgain() {
    var read =
        ConfigurationReader.read(
            """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            podMaxBackoffSeconds: 7
            profiles:
            - schedulerName: mine
              plugins:
                multiPoint: {disabled: [{name: ImageLocality}]}
                score: {disabled: [{name: NodeAffinity}], enabled: [{name: NodeAffinity, weight: 9}]}
              pluginConfig:
              - name: NodeResourcesFit
                args: {scoringStrategy: {type: MostAllocated}}
            """);
    var shown = show(read);
    assertThat(shown.at("/podMaxBackoffSeconds").asInt()).isEqualTo(7);
    assertThat(shown.at("/profiles/0/plugins/multiPoint/enabled/4").toString())
        .isEqualTo("{\"name\":\"TaintToleration\",\"weight\":3}");
    assertThat(show(ConfigurationReader.read(shown.toString()))).isEqualTo(shown);
  }

  private static JsonNode show(SchedulerConfiguration read) {
    var program = new Program();
    Component.commandLine(program).parseArgs("--kubeconfig=k");
    var election =
        new Election(
            true, new ObjectKey("kube-system", "kube-scheduler"), LeaderElector.Timings.standard());
    var configz = ConfigurationDocument.of(read, election, program.apiServer);
    assertThat(configz.name()).isEqualTo("kubescheduler.config.k8s.io");
    return configz.configuration();
  }
}
