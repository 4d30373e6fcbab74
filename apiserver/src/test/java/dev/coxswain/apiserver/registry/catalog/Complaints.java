package dev.coxswain.apiserver.registry.catalog;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.codec.YamlCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.patch.MergePatch;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.ResourceStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What strategies say of an object: one line for each complaint, in the order in which clients see
/// them.
final class Complaints {
  private static final StrategyContext CONTEXT =
      StrategyContext.at(Instant.parse("2026-01-01T00:00:00Z"));

  private Complaints() {}

  /// Of a new object.
  static List<String> about(String manifest) {
    var sent = Sent.of(manifest);
    var prepared = sent.strategy.prepareForCreate(sent.object, CONTEXT);
    return lines(sent.strategy.validate(prepared, CONTEXT));
  }

  /// Of an object in place of another, or of a merge patch of it.
  static List<String> aboutChange(String existing, String updated) {
    var before = Sent.of(existing).object;
    var sent = Sent.of(before, updated);
    var merged = sent.strategy.prepareForUpdate(sent.object, before, CONTEXT);
    return lines(sent.strategy.validateUpdate(merged, before, CONTEXT));
  }

  /// Of the status of an object in place of another.
  static List<String> aboutStatus(String existing, String updated) {
    var before = Sent.of(existing).object;
    var sent = Sent.of(before, updated);
    var merged = sent.strategy.prepareStatusUpdate(sent.object, before, CONTEXT);
    return lines(sent.strategy.validateStatusUpdate(merged, before, CONTEXT));
  }

  /// Warnings about a new object.
  static List<String> warningsAbout(String manifest) {
    var sent = Sent.of(manifest);
    var prepared = sent.strategy.prepareForCreate(sent.object, CONTEXT);
    return sent.strategy.warnings(prepared, Optional.empty());
  }

  private static List<String> lines(List<FieldError> errors) {
    return errors.stream().map(FieldError::toString).map(l -> l.replace("\n", "\\n")).toList();
  }

  /// An object with its defaults.
  private record Sent(ResourceStrategy<Message> strategy, Message object) {
    static Sent of(String manifest) {
      return of(YamlCodec.toJson(manifest.getBytes(StandardCharsets.UTF_8)));
    }

    /// What is sent for an object that is there; without a kind it is a merge patch.
    static Sent of(Message existing, String updated) {
      var json = YamlCodec.toJson(updated.getBytes(StandardCharsets.UTF_8));
      var patch = MergePatch.read(json, FieldValidation.IGNORE);
      if (patch.has("kind")) {
        return of(json);
      }
      var patched = MergePatch.apply(JsonCodec.toTree(existing), patch);
      return of(patched.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Sent of(byte[] json) {
      var gvk = JsonCodec.peek(json).orElseThrow();
      var kind = Scheme.kubernetes().kind(gvk).orElseThrow();
      var object = JsonCodec.read(json, kind, FieldValidation.IGNORE).object();
      var resource = resource(kind);
      var namespace = resource.namespaced() ? "ns" : "";
      var placed = Metadata.edit(object, m -> m.setNamespace(namespace).setUid("1"));
      var strategy = Catalog.strategies().of(resource);
      var whole = strategy.applyDefaults(placed);
      return new Sent(strategy, WireCodec.canonical(whole, whole.getDefaultInstanceForType()));
    }
  }

  private static ResourceType resource(KindType kind) {
    return Scheme.kubernetes().resources().stream()
        .filter(r -> r.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }
}
