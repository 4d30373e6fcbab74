package dev.coxswain.apiserver.rest;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.PartialObjectMetadata;
import dev.coxswain.api.meta.v1.Table;
import dev.coxswain.api.meta.v1.TableColumnDefinition;
import dev.coxswain.api.meta.v1.TableRowCondition;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.registry.ResourceStrategy;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.registry.SubresourceTables;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.storage.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Objects as the rows that `kubectl get` prints.
final class Tables {
  private final StrategyRegistry strategies;
  private final InstantSource clock;

  Tables(StrategyRegistry strategies, InstantSource clock) {
    this.strategies = strategies;
    this.clock = clock;
  }

  /// What a row carries besides its cells.
  enum Include {
    NONE,
    METADATA,
    OBJECT;

    /// @throws ApiException 400 if the text is none of upstream's
    static Include of(String text) {
      return switch (text) {
        case "", "Metadata" -> METADATA;
        case "None" -> NONE;
        case "Object" -> OBJECT;
        default ->
            throw ApiException.of(
                new Refusal.BadRequest("unrecognized includeObject value: \"%s\"".formatted(text)));
      };
    }
  }

  /// The JSON text of a table.
  ///
  /// @param headers whether the table names its columns
  byte[] json(
      ResourceType resource,
      ListMeta metadata,
      List<StoredObject> objects,
      Include include,
      boolean headers) {
    var strategy = strategies.of(resource);
    return json(metadata, ordered(objects, strategy), include, headers, Rows.of(strategy));
  }

  /// The table of one object of another kind than its resource's, such as a `Scale`.
  byte[] subresourceJson(ListMeta metadata, StoredObject object, Include include, boolean headers) {
    var table = SubresourceTables.of(object.message());
    return json(metadata, List.of(object), include, headers, Rows.of(table));
  }

  /// What the rows of a kind are made of.
  private record Rows(
      List<TableColumn> columns,
      BiFunction<Message, Instant, List<Object>> cells,
      Function<Message, List<TableRowCondition>> conditions) {

    static Rows of(ResourceStrategy<Message> strategy) {
      return new Rows(strategy.columns(), strategy::cells, strategy::rowConditions);
    }

    static Rows of(dev.coxswain.apiserver.registry.Table<Message> table) {
      return new Rows(table.columns(), table::cells, _ -> List.of());
    }
  }

  private static List<StoredObject> ordered(
      List<StoredObject> objects, ResourceStrategy<Message> strategy) {
    return strategy
        .rowOrder()
        .map(order ->
            objects.stream().sorted((a, b) -> order.compare(a.message(), b.message())).toList())
        .orElse(objects);
  }

  private byte[] json(
      ListMeta metadata, List<StoredObject> objects, Include include, boolean headers, Rows rows) {
    var empty = Table.newBuilder().setMetadata(metadata);
    if (headers) {
      rows.columns().forEach(column -> empty.addColumnDefinitions(definition(column)));
    }
    var text = new TableText(empty.build(), objects.size());
    var now = clock.instant();
    for (var object : objects) {
      text.addCells(rows.cells().apply(object.message(), now));
      text.addConditions(rows.conditions().apply(object.message()));
      switch (include) {
        case NONE -> text.addNothing();
        case METADATA -> text.addMetadata(object);
        case OBJECT -> text.addObject(object);
      }
    }
    return text.toJson();
  }

  private static TableColumnDefinition definition(TableColumn column) {
    return TableColumnDefinition.newBuilder()
        .setName(column.name())
        .setType(column.type())
        .setFormat(column.format())
        .setDescription(column.description())
        .setPriority(column.priority())
        .build();
  }

  static PartialObjectMetadata metadataOf(StoredObject object) {
    return PartialObjectMetadata.newBuilder().setMetadata(object.metadata()).build();
  }
}
