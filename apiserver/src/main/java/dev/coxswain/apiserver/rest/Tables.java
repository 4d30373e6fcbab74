package dev.coxswain.apiserver.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.PartialObjectMetadata;
import dev.coxswain.api.meta.v1.Table;
import dev.coxswain.api.meta.v1.TableColumnDefinition;
import dev.coxswain.api.meta.v1.TableRow;
import dev.coxswain.api.runtime.RawExtension;
import dev.coxswain.apimachinery.codec.JsonCodec;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.registry.SubresourceTables;
import dev.coxswain.apiserver.registry.TableColumn;
import dev.coxswain.apiserver.storage.StoredObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;

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

  /// @param headers whether the table names its columns
  Table table(
      ResourceType resource,
      ListMeta metadata,
      List<StoredObject> objects,
      Include include,
      boolean headers) {
    var strategy = strategies.of(resource);
    return table(metadata, objects, include, headers, strategy.columns(), strategy::cells);
  }

  /// The table of one object of another kind than its resource's, such as a `Scale`.
  Table subresourceTable(ListMeta metadata, StoredObject object, Include include, boolean headers) {
    var table = SubresourceTables.of(object.message());
    return table(metadata, List.of(object), include, headers, table.columns(), table::cells);
  }

  private Table table(
      ListMeta metadata,
      List<StoredObject> objects,
      Include include,
      boolean headers,
      List<TableColumn> columns,
      BiFunction<Message, Instant, List<Object>> cells) {
    var table = Table.newBuilder().setMetadata(metadata);
    if (headers) {
      columns.forEach(column -> table.addColumnDefinitions(definition(column)));
    }
    var now = clock.instant();
    for (var object : objects) {
      var row = TableRow.newBuilder().setObject(carried(object, include));
      cells.apply(object.message(), now).forEach(cell -> row.addCells(json(cell)));
      table.addRows(row);
    }
    return table.build();
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

  private static RawExtension carried(StoredObject object, Include include) {
    return switch (include) {
      case NONE -> RawExtension.getDefaultInstance();
      case OBJECT -> raw(object.json());
      case METADATA -> raw(JsonCodec.toJson(metadataOf(object)));
    };
  }

  static PartialObjectMetadata metadataOf(StoredObject object) {
    return PartialObjectMetadata.newBuilder().setMetadata(object.metadata()).build();
  }

  private static RawExtension raw(byte[] json) {
    return RawExtension.newBuilder().setRaw(ByteString.copyFrom(json)).build();
  }

  private static ByteString json(Object cell) {
    var nodes = JsonNodeFactory.instance;
    var node =
        switch (cell) {
          case String text -> nodes.textNode(text);
          case Boolean truth -> nodes.booleanNode(truth);
          case Integer number -> nodes.numberNode(number);
          case Long number -> nodes.numberNode(number);
          case List<?> list -> {
            var array = nodes.arrayNode();
            list.forEach(element -> array.add(String.valueOf(element)));
            yield array;
          }
          default -> nodes.textNode(String.valueOf(cell));
        };
    return ByteString.copyFrom(JsonCodec.toJson(node));
  }
}
