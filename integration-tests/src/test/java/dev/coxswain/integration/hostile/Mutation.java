package dev.coxswain.integration.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coxswain.integration.simulation.Chance;
import java.util.ArrayList;
import java.util.List;

/// Changes a valid document here and there: it keeps the structure that gets it past the first
/// checks.
record Mutation(Chance chance, Oddities oddities) {
  Mutation(Chance chance) {
    this(chance, new Oddities(chance));
  }

  /// A copy with so many places changed.
  JsonNode of(JsonNode document, int changes) {
    var copy = document.deepCopy();
    for (int i = 0; i < changes; i++) {
      var inner = new ArrayList<JsonNode>();
      collect(copy, inner);
      if (inner.isEmpty()) {
        return copy;
      }
      change(chance.pick(inner));
    }
    return copy;
  }

  /// Any part of the document.
  JsonNode part(JsonNode document) {
    var inner = new ArrayList<JsonNode>();
    collect(document, inner);
    return inner.isEmpty() ? document : chance.pick(inner);
  }

  // Containers that hold something.
  private static void collect(JsonNode node, List<JsonNode> inner) {
    if (node.isContainerNode() && !node.isEmpty()) {
      inner.add(node);
      node.forEach(child -> collect(child, inner));
    }
  }

  private void change(JsonNode container) {
    switch (container) {
      case ObjectNode object -> change(object);
      case ArrayNode array -> change(array);
      default -> throw new IllegalArgumentException("no container: " + container.getNodeType());
    }
  }

  private void change(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    String name = chance.pick(names);
    switch (chance.below(6)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(oddities.text(), object.get(name).deepCopy());
      case 2 -> object.set(name, object.get(chance.pick(names)).deepCopy());
      default -> object.set(name, oddities.value());
    }
  }

  private void change(ArrayNode array) {
    int index = chance.below(array.size());
    switch (chance.below(5)) {
      case 0 -> array.remove(index);
      case 1, 2 -> array.add(array.get(index).deepCopy());
      default -> array.set(index, oddities.value());
    }
  }
}
