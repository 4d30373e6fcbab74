package dev.coxswain.apiserver.registry.core;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apimachinery.validation.Names;
import dev.coxswain.apiserver.registry.Columns;
import dev.coxswain.apiserver.registry.GenericStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.registry.print.Ages;
import dev.coxswain.apiserver.registry.validation.Problems;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/// Config maps: at most 1 MiB of text and bytes.
public final class ConfigMapStrategy extends GenericStrategy<ConfigMap> {
  static final int MAX_BYTES = 1024 * 1024;
  static final String SEALED = "field is immutable when `immutable` is set";

  private static final List<TableColumn> COLUMNS =
      List.of(Columns.name(), Columns.text("Data", "How many keys there are."), Columns.age());

  public ConfigMapStrategy(ResourceType resource) {
    super(resource);
  }

  @Override
  protected void check(ConfigMap map, StrategyContext context, Problems problems) {
    var data = FieldPath.of("data");
    long size = 0;
    for (var key : new TreeSet<>(map.getDataMap().keySet())) {
      problems.invalid(data.key(key), key, Names.isConfigMapKey(key));
      if (map.containsBinaryData(key)) {
        problems.invalid(data.key(key), key, "duplicate of key present in binaryData");
      }
      size += map.getDataOrThrow(key).getBytes(StandardCharsets.UTF_8).length;
    }
    var binary = FieldPath.of("binaryData");
    for (var key : new TreeSet<>(map.getBinaryDataMap().keySet())) {
      problems.invalid(binary.key(key), key, Names.isConfigMapKey(key));
    }
    size += map.getBinaryDataMap().values().stream().mapToLong(ByteString::size).sum();
    if (size > MAX_BYTES) {
      // No field is to blame, which upstream shows as an index without one.
      problems.tooLong(FieldPath.of("[]"), MAX_BYTES);
    }
  }

  @Override
  protected void checkUpdate(
      ConfigMap updated, ConfigMap existing, StrategyContext context, Problems problems) {
    if (existing.getImmutable()) {
      if (!updated.getImmutable()) {
        problems.forbidden(FieldPath.of("immutable"), SEALED);
      }
      if (!updated.getDataMap().equals(existing.getDataMap())) {
        problems.forbidden(FieldPath.of("data"), SEALED);
      }
      if (!updated.getBinaryDataMap().equals(existing.getBinaryDataMap())) {
        problems.forbidden(FieldPath.of("binaryData"), SEALED);
      }
    }
    check(updated, context, problems);
  }

  @Override
  public List<TableColumn> columns() {
    return COLUMNS;
  }

  @Override
  public List<Object> cells(ConfigMap map, Instant now) {
    return List.of(
        map.getMetadata().getName(),
        map.getDataCount() + map.getBinaryDataCount(),
        Ages.since(map.getMetadata(), now));
  }
}
