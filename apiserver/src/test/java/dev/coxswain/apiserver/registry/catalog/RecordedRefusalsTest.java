package dev.coxswain.apiserver.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.apiserver.registry.catalog.RecordedRefusals.Step;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a real control plane refused, we refuse with the same words in the same order.
final class RecordedRefusalsTest {
  static List<Step> steps() throws IOException {
    return RecordedRefusals.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void refusesAsRecorded(Step step) {
    assertThat(Complaints.about(step.manifest())).containsExactlyElementsOf(step.errors());
  }
}
