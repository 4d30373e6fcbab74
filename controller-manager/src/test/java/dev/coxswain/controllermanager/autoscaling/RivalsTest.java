package dev.coxswain.controllermanager.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RivalsTest {
  private static final Map<ObjectKey, Selector> SELECTORS =
      Map.of(
          new ObjectKey("ns", "web"), Selector.parse("app=web"),
          new ObjectKey("ns", "front"), Selector.parse("tier=front"),
          new ObjectKey("other", "web"), Selector.parse("app=web"));

  @ParameterizedTest
  @CsvSource({"web, back, '[{web ns}]'", "web, front, '[{front ns}, {web ns}]'", "db, back, '[]'"})
  void those(String app, String tier, String expected) {
    var labels = ObjectMeta.newBuilder().putLabels("app", app).putLabels("tier", tier);
    var pod = Pod.newBuilder().setMetadata(labels).build();
    assertThat(Rivals.of("ns", SELECTORS, List.of(pod))).hasToString(expected);
  }
}
