package dev.coxswain.kubectl.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgressTest {
  private static JsonNode deployment(String status) throws Exception {
    return new ObjectMapper()
        .readTree(
            "{\"kind\":\"Deployment\",\"metadata\":{\"name\":\"web\",\"generation\":2},\"spec\":{\"replicas\":3},\"status\":%s}"
                .formatted(status.replace('\'', '"')));
  }

  static Stream<Arguments> stages() {
    String wait = "Waiting for deployment \"web\" rollout to finish: ";
    return Stream.of(
        arguments(
            "{'observedGeneration':1}",
            "Waiting for deployment spec update to be observed...",
            false),
        arguments(
            "{'observedGeneration':2,'updatedReplicas':1,'replicas':4}",
            wait + "1 out of 3 new replicas have been updated...",
            false),
        arguments(
            "{'observedGeneration':2,'updatedReplicas':3,'replicas':4}",
            wait + "1 old replicas are pending termination...",
            false),
        arguments(
            "{'observedGeneration':2,'updatedReplicas':3,'replicas':3,'availableReplicas':2}",
            wait + "2 of 3 updated replicas are available...",
            false),
        arguments(
            "{'observedGeneration':2,'updatedReplicas':3,'replicas':3,'availableReplicas':3}",
            "deployment \"web\" successfully rolled out",
            true));
  }

  @ParameterizedTest
  @MethodSource("stages")
  void tellsHowFarItIs(String status, String message, boolean done) throws Exception {
    assertThat(Progress.of(deployment(status), 0)).isEqualTo(new Progress(message, done));
  }

  @Test
  void aMissedDeadlineIsAFailure() throws Exception {
    var stuck =
        deployment(
            "{'observedGeneration':2,'conditions':[{'type':'Progressing','reason':'ProgressDeadlineExceeded'}]}");
    assertThatThrownBy(() -> Progress.of(stuck, 0))
        .hasMessage("deployment \"web\" exceeded its progress deadline");
  }
}
