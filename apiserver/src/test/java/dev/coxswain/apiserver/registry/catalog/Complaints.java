package dev.coxswain.apiserver.registry.catalog;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// What strategies say of a new object.
final class Complaints {
  private static final StrategyContext CONTEXT =
      StrategyContext.at(Instant.parse("2026-01-01T00:00:00Z"));

  private Complaints() {}

  /// One line for each, in the order in which clients see them.
  static List<String> about(String manifest) {
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
