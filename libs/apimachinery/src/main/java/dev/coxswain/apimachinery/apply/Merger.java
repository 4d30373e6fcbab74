package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.TreeSet;

/// Lays what is applied over what is there. Nothing is removed; where both say something, the
/// applied value wins.
final class Merger {
  private Merger() {}

  static JsonNode merge(JsonNode live, JsonNode applied, Schema schema) {
    return value(live, applied, schema).orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /// Empty when nothing is left to write.
  private static Optional<JsonNode> value(JsonNode live, JsonNode applied, Schema schema) {
    return switch (Shape.of(schema, live, applied)) {
      case LEAF -> Optional.of(applied != null ? applied : live);
      case OBJECT -> object(live, applied, schema);
      case LIST -> list(live, applied, (ListOf) schema);
    };
  }

  private static Optional<JsonNode> object(JsonNode live, JsonNode applied, Schema schema) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    if (live != null) {
      for (var field : live.properties()) {
        var other = applied == null ? null : applied.get(field.getKey());
        value(field.getValue(), other, schema.child(field.getKey()))
            .ifPresent(merged -> result.set(field.getKey(), merged));
      }
    }
    if (applied != null) {
      for (var field : applied.properties()) {
        if (live == null || !live.has(field.getKey())) {
          value(null, field.getValue(), schema.child(field.getKey()))
              .ifPresent(merged -> result.set(field.getKey(), merged));
        }
      }
    }
    return result.isEmpty() ? Optional.empty() : Optional.of(result);
  }

  private static Optional<JsonNode> list(JsonNode live, JsonNode applied, ListOf schema) {
    var result = new ListMerge(schema, live, applied).run();
    return result.isEmpty() ? Optional.empty() : Optional.of(result);
  }

  /// Brings two orders together: shared elements stand in the order in which they are applied, each
  /// of the others stays behind what it followed.
  private static final class ListMerge {
    private final ListOf schema;
    private final JsonNode live;
    private final ListItems liveItems;
    private final ListItems appliedItems;
    private final Deque<PathElement> shared = new ArrayDeque<>();
    private final TreeSet<PathElement> merged = new TreeSet<>();
    private final ArrayNode result = JsonNodeFactory.instance.arrayNode();
    private int liveAt;
    private int appliedAt;

    ListMerge(ListOf schema, JsonNode live, JsonNode applied) {
      this.schema = schema;
      this.live = live;
      liveItems = ListItems.of(schema, live);
      appliedItems = ListItems.of(schema, applied);
      for (var element : appliedItems.order()) {
        if (appliedItems.isDuplicated(element)) {
          throw new MergeException("duplicate entries for key " + element);
        }
        if (liveItems.has(element)) {
          shared.add(element);
        }
      }
    }

    ArrayNode run() {
      while (liveAt < liveItems.order().size() || appliedAt < appliedItems.order().size()) {
        if (!takeLive()) {
          takeApplied();
        }
      }
      return result;
    }

    /// Whether the next live element has been dealt with.
    private boolean takeLive() {
      if (liveAt == liveItems.order().size()) {
        return false;
      }
      var element = liveItems.order().get(liveAt);
      if (!appliedItems.has(element)) {
        value(live.get(liveAt), null, schema.elements()).ifPresent(result::add);
        liveAt++;
        return true;
      }
      if (merged.contains(element)) {
        liveAt++;
        return !shared.isEmpty() || appliedAt == appliedItems.order().size();
      }
      if (!shared.isEmpty() && shared.peekFirst().compareTo(element) != 0) {
        // It comes later, where the applied order wants it.
        liveAt++;
        return true;
      }
      return false;
    }

    private void takeApplied() {
      var element = appliedItems.order().get(appliedAt++);
      merged.add(element);
      if (!shared.isEmpty() && shared.peekFirst().compareTo(element) == 0) {
        shared.removeFirst();
      }
      var before = liveItems.values(element);
      value(
              before.size() == 1 ? before.getFirst() : null,
              appliedItems.values(element).getFirst(),
              schema.elements())
          .ifPresent(result::add);
    }
  }
}
