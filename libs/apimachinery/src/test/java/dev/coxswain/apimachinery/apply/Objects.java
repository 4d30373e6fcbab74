package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Message;
import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.api.meta.v1.ManagedFieldsEntry;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.GroupVersion;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Objects for tests, written as JSON with single quotes.
final class Objects {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private Objects() {}

  static JsonNode tree(String json) {
    return JsonCodec.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static ConfigMap configMap(String json) {
    return of(ConfigMap.getDefaultInstance(), tree(json));
  }

  static Deployment deployment(String json) {
    return of(Deployment.getDefaultInstance(), tree(json));
  }

  static Pod pod(String json) {
    return of(Pod.getDefaultInstance(), tree(json));
  }

  static Service service(String json) {
    return of(Service.getDefaultInstance(), tree(json));
  }

  @SuppressWarnings("unchecked")
  static <M extends Message> M of(M type, JsonNode tree) {
    var builder = type.newBuilderForType();
    JsonCodec.merge(tree, builder);
    return (M) builder.build();
  }

  static String apiVersion(Message object) {
    return object instanceof Deployment
        ? new GroupVersion("apps", "v1").apiVersion()
        : new GroupVersion("", "v1").apiVersion();
  }

  static List<ManagedFieldsEntry> entries(Message object) {
    return Metadata.of(object).getManagedFieldsList();
  }

  static String fields(ManagedFieldsEntry entry) {
    return entry.getFieldsV1().getRaw().toStringUtf8();
  }

  /// Each entry as `manager operation[/subresource]: fields`.
  static List<String> describe(List<ManagedFieldsEntry> entries) {
    return entries.stream()
        .map(e ->
            e.getManager()
                + " "
                + e.getOperation()
                + (e.getSubresource().isEmpty() ? "" : "/" + e.getSubresource())
                + ": "
                + fields(e).replace('"', '\''))
        .toList();
  }
}
