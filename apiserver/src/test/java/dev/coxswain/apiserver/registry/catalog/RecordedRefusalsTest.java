package dev.coxswain.apiserver.registry.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.catalog.RecordedRefusals.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a real control plane refused, we refuse with the same words in the same order.
final class RecordedRefusalsTest {
  private static final StrategyContext CONTEXT =
      StrategyContext.at(Instant.parse("2026-01-01T00:00:00Z"));

  static List<Step> steps() throws IOException {
    return RecordedRefusals.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void refusesAsRecorded(Step step) {
    assertThat(errors(step.manifest())).containsExactlyElementsOf(step.errors());
  }

  private static List<String> errors(String manifest) {
    var json = YamlCodec.toJson(manifest.getBytes(StandardCharsets.UTF_8));
    var gvk = JsonCodec.peek(json).orElseThrow();
    var kind = Scheme.kubernetes().kind(gvk).orElseThrow();
    var object = JsonCodec.read(json, kind, FieldValidation.IGNORE).object();
    return validate(resource(kind), object).stream().map(FieldError::toString).toList();
  }

  private static List<FieldError> validate(ResourceType resource, Message object) {
    var strategy = Catalog.strategies().of(resource);
    var placed = resource.namespaced() ? Metadata.edit(object, m -> m.setNamespace("ns")) : object;
    var prepared = strategy.prepareForCreate(strategy.applyDefaults(placed), CONTEXT);
    return strategy.validate(prepared, CONTEXT);
  }

  private static ResourceType resource(KindType kind) {
    return Scheme.kubernetes().resources().stream()
        .filter(r -> r.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
