package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;

/// What is different between two versions of an object, as sets of fields.
///
/// Nothing is allocated for parts that are equal, so that comparing a big object after a small
/// change is cheap.
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

  /// Compares two trees of the same kind.
  ///
  /// @throws MergeException if a list that is a set or a map has elements without identity
  static Comparison of(JsonNode before, JsonNode after, Schema schema) {
    var walk = new Walk();
    walk.compare(before, after, schema);
    return new Comparison(walk.added.build(), walk.modified.build(), walk.removed.build());
  }

  /// Without these fields and everything below them.
  Comparison without(FieldSet fields) {
    return new Comparison(
        added.minusDeep(fields), modified.minusDeep(fields), removed.minusDeep(fields));
  }

  /// What has a new value.
  FieldSet changed() {
    return modified.union(added);
  }

  boolean isEmpty() {
    return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
  }

  private static final class Walk {
    private final FieldSet.Builder added = new FieldSet.Builder();
    private final FieldSet.Builder modified = new FieldSet.Builder();
    private final FieldSet.Builder removed = new FieldSet.Builder();
    private final Deque<PathElement> path = new ArrayDeque<>();

    /// Both values are there.
    void compare(JsonNode left, JsonNode right, Schema schema) {
      switch (Shape.of(schema, left, right)) {
        case LEAF -> {
          if (!JsonValues.equal(left, right) && !path.isEmpty()) {
            modified.at(path).include();
          }
        }
        case OBJECT -> fields(left, right, schema);
        case LIST -> elements(left, right, (ListOf) schema);
      }
    }

    private void fields(JsonNode left, JsonNode right, Schema schema) {
      for (var field : left.properties()) {
        var name = field.getKey();
        step(new PathElement.Name(name), field.getValue(), right.get(name), schema.child(name));
      }
      for (var field : right.properties()) {
        var name = field.getKey();
        if (!left.has(name)) {
          step(new PathElement.Name(name), null, field.getValue(), schema.child(name));
        }
      }
    }

    private void elements(JsonNode left, JsonNode right, ListOf schema) {
      var before = ListItems.of(schema, left);
      var after = ListItems.of(schema, right);
      var all = new LinkedHashSet<>(before.order());
      all.addAll(after.order());
      for (var element : all) {
        if (before.isDuplicated(element) || after.isDuplicated(element)) {
          duplicates(element, before.values(element), after.values(element));
        } else {
          step(
              element,
              only(before.values(element)),
              only(after.values(element)),
              schema.elements());
        }
      }
    }

    /// Elements that share their identity are owned together.
    private void duplicates(PathElement element, List<JsonNode> before, List<JsonNode> after) {
      path.addLast(element);
      if (before.isEmpty()) {
        added.at(path).include();
      } else if (after.isEmpty()) {
        removed.at(path).include();
      } else if (before.size() != after.size() || !sameValues(before, after)) {
        modified.at(path).include();
      }
      path.removeLast();
    }

    /// At most one of the values is absent, which is Java's `null`.
    private void step(PathElement element, JsonNode left, JsonNode right, Schema schema) {
      if (left != null && left.equals(right)) {
        return;
      }
      path.addLast(element);
      if (left == null) {
        all(right, schema, added.at(path));
      } else if (right == null) {
        all(left, schema, removed.at(path));
      } else {
        compare(left, right, schema);
      }
      path.removeLast();
    }

    /// Includes a value that only one side has, and everything in it.
    private static void all(JsonNode value, Schema schema, FieldSet.Builder at) {
      at.include();
      switch (Shape.of(schema, null, value)) {
        case LEAF -> {}
        case OBJECT -> {
          for (var field : value.properties()) {
            var name = field.getKey();
            all(field.getValue(), schema.child(name), at.at(new PathElement.Name(name)));
          }
        }
        case LIST -> {
          for (var item : ListItems.of((ListOf) schema, value).byElement().entrySet()) {
            var below = at.at(item.getKey());
            below.include();
            if (item.getValue().size() == 1) {
              all(item.getValue().getFirst(), schema.element(), below);
            }
          }
        }
      }
    }

    private static boolean sameValues(List<JsonNode> a, List<JsonNode> b) {
      for (int i = 0; i < a.size(); i++) {
        if (!JsonValues.equal(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }

    private static JsonNode only(List<JsonNode> values) {
      return values.isEmpty() ? null : values.getFirst();
    }
  }
}
