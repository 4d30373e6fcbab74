package dev.coxswain.apiserver.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.request.PipelineFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlowUpkeepTest {
  private static final FlowSchema WANTED =
      schema("s", "spec: {matchingPrecedence: 5, priorityLevelConfiguration: {name: low}}");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "as wanted|s|5|{generation: 1}|5",
        "outdated|s|4|{generation: 1}|5",
        "changed by somebody|s|4|{generation: 2}|4",
        "changed, but to be kept up to date|s|4|{generation: 2, annotations:"
            + " {apf.kubernetes.io/autoupdate-spec: 'true'}}|5",
        "taken over|s|4|{generation: 1, annotations: {apf.kubernetes.io/autoupdate-spec:"
            + " 'false'}}|4",
        "mandatory|catch-all|4|{generation: 2, annotations: {apf.kubernetes.io/autoupdate-spec:"
            + " 'false'}}|5"
      },
      quoteCharacter = '`')
  void systemSchemasAreRestored(
      String name, String schema, int precedence, String metadata, int expected) {
    var existing =
        Metadata.edit(
            Manifests.read(
                FlowSchema.class,
                "{metadata: %s, spec: {matchingPrecedence: %d, priorityLevelConfiguration: {name: low}}}"
                    .formatted(metadata, precedence)),
            m -> m.setName(schema));
    var kept = FlowUpkeep.restored(existing, WANTED).orElse(existing);
    assertThat(((FlowSchema) kept).getSpec().getMatchingPrecedence()).isEqualTo(expected);
  }

  @Test
  void schemasKnowWhetherTheirLevelExists() {
    var later = PipelineFixture.NOW.plus(Duration.ofMinutes(1));
    var dangling = FlowUpkeep.told(WANTED, Set.of(), PipelineFixture.NOW).orElseThrow();
    var condition = dangling.getStatus().getConditions(0);
    assertThat(condition.getStatus()).isEqualTo("True");
    assertThat(condition.getReason()).isEqualTo("NotFound");
    assertThat(condition.getMessage()).endsWith("named \"low\" but there is no such object");
    assertThat(FlowUpkeep.told(dangling, Set.of(), later)).isEmpty();
    var found = FlowUpkeep.told(dangling, Set.of("low"), later).orElseThrow();
    assertThat(found.getStatus().getConditionsList()).hasSize(1);
    assertThat(found.getStatus().getConditions(0).getStatus()).isEqualTo("False");
    assertThat(found.getStatus().getConditions(0).getMessage()).endsWith("and it exists");
  }

  @Test
  void whatIsMissingIsMadeAgain() {
    var api = new PipelineFixture();
    var upkeep =
        new FlowUpkeep(new OwnClient(api.pipeline, InstantSource.fixed(PipelineFixture.NOW)));
    upkeep.restore(List.<Message>of(WANTED));
    upkeep.tellSchemas(PipelineFixture.NOW);
    var target = PipelineFixture.target("flowcontrol.apiserver.k8s.io/v1", "flowschemas", "s");
    var stored = (FlowSchema) api.get(target).message();
    assertThat(stored.getSpec().getMatchingPrecedence()).isEqualTo(5);
    assertThat(stored.getStatus().getConditions(0).getReason()).isEqualTo("NotFound");
  }

  private static FlowSchema schema(String name, String yaml) {
    return Metadata.edit(Manifests.read(FlowSchema.class, yaml), m -> m.setName(name));
  }
}
