package dev.coxswain.apimachinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/// The document that the operations of a JSON patch change, with upstream's liberties: `replace`
/// also adds, `copy` of nothing makes a null, and indexes below zero count from a list's end.
final class PatchTarget {
  private JsonNode document;
  private final Set<ObjectNode> opened = Collections.newSetFromMap(new IdentityHashMap<>());

  PatchTarget(JsonNode document) {
    this.document = document;
    open(document);
  }

  /// The document after all operations so far.
  JsonNode result() {
    opened.forEach(SortedFields::sort);
    return document;
  }

  void add(String path, JsonNode value) {
    var pointer = Pointer.parse(path);
    switch (parent(pointer)) {
      case ObjectNode object -> object.set(pointer.last(), value);
      case ArrayNode list -> {
        boolean atEnd = pointer.last().equals("-");
        list.insert(atEnd ? list.size() : Pointer.index(pointer.last(), list.size() + 1), value);
      }
      default -> throw refused();
    }
  }

  JsonNode remove(String path) {
    var pointer = Pointer.parse(path);
    var removed =
        switch (parent(pointer)) {
          case ObjectNode object -> object.remove(pointer.last());
          case ArrayNode list -> list.remove(Pointer.index(pointer.last(), list.size()));
          default -> throw refused();
        };
    return Optional.ofNullable(removed).orElseThrow(PatchTarget::refused);
  }

  void replace(String path, JsonNode value) {
    if (path.isEmpty()) {
      replaceAll(value);
      return;
    }
    var pointer = Pointer.parse(path);
    switch (parent(pointer)) {
      case ObjectNode object -> object.set(pointer.last(), value);
      case ArrayNode list -> list.set(Pointer.index(pointer.last(), list.size()), value);
      default -> throw refused();
    }
  }

  /// Null is what is not there.
  void test(String path, JsonNode wanted) {
    var actual = path.isEmpty() ? Optional.of(document) : get(path);
    boolean same =
        actual.map(node -> !wanted.isNull() && same(node, wanted)).orElseGet(wanted::isNull);
    if (!same) {
      throw refused();
    }
  }

  /// Empty where null is or nothing.
  Optional<JsonNode> get(String path) {
    var pointer = Pointer.parse(path);
    return child(parent(pointer), pointer.last());
  }

  static ApiException refused() {
    return ApiException.of(new Refusal.Unprocessable());
  }

  private void replaceAll(JsonNode value) {
    if (!value.isContainerNode()) {
      throw refused();
    }
    document = value;
    open(value);
  }

  private JsonNode parent(Pointer pointer) {
    var node = document;
    for (var step : pointer.parents()) {
      node = child(node, step).orElseThrow(PatchTarget::refused);
      open(node);
    }
    return node;
  }

  private void open(JsonNode node) {
    if (node instanceof ObjectNode object) {
      opened.add(object);
    }
  }

  private static Optional<JsonNode> child(JsonNode parent, String step) {
    var child =
        switch (parent) {
          case ObjectNode object -> object.get(step);
          case ArrayNode list -> list.get(Pointer.index(step, list.size()));
          default -> throw refused();
        };
    return Optional.ofNullable(child).filter(node -> !node.isNull());
  }

  /// Numbers are the same when they are written the same.
  private static boolean same(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.asText().equals(b.asText());
    }
    if (a.isObject() && b.isObject()) {
      return a.size() == b.size()
          && a.propertyStream()
              .allMatch(f -> b.has(f.getKey()) && same(f.getValue(), b.get(f.getKey())));
    }
    if (a.isArray() && b.isArray()) {
      return a.size() == b.size() && sameElements(a, b);
    }
    return a.equals(b);
  }

  private static boolean sameElements(JsonNode a, JsonNode b) {
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
