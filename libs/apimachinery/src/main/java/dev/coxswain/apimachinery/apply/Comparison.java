package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.schema.Schema;
import dev.coxswain.apimachinery.schema.Schema.ListOf;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    /// At most one of the values is absent, which is Java's `null`.
    void compare(JsonNode left, JsonNode right, Schema schema) {
      switch (Shape.of(schema, left, right)) {
        case LEAF -> leaf(left, right);
        case OBJECT -> {
          fields(left, right, schema);
          presence(left, right);
        }
        case LIST -> {
          elements(left, right, (ListOf) schema);
          presence(left, right);
        }
      }
    }

    private void leaf(JsonNode left, JsonNode right) {
      if (left != null && right != null) {
        if (!JsonValues.equal(left, right)) {
          include(modified);
        }
      } else {
        presence(left, right);
      }
    }

    private void presence(JsonNode left, JsonNode right) {
      if (left == null) {
        include(added);
      } else if (right == null) {
        include(removed);
      }
    }

    private void fields(JsonNode left, JsonNode right, Schema schema) {
      if (left != null) {
        for (var field : left.properties()) {
          var other = right == null ? null : right.get(field.getKey());
          step(
              new PathElement.Name(field.getKey()),
              field.getValue(),
              other,
              schema.child(field.getKey()));
        }
      }
      if (right != null) {
        for (var field : right.properties()) {
          if (left == null || !left.has(field.getKey())) {
            step(
                new PathElement.Name(field.getKey()),
                null,
                field.getValue(),
                schema.child(field.getKey()));
          }
        }
      }
    }

    private void elements(JsonNode left, JsonNode right, ListOf schema) {
      if (left != null && right != null && JsonValues.equal(left, right)) {
        return;
      }
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
        include(added);
      } else if (after.isEmpty()) {
        include(removed);
      } else if (before.size() != after.size() || !sameValues(before, after)) {
        include(modified);
      }
      path.removeLast();
    }

    private void step(PathElement element, JsonNode left, JsonNode right, Schema schema) {
      if (left != null && left.equals(right)) {
        return;
      }
      path.addLast(element);
      compare(left, right, schema);
      path.removeLast();
    }

    private void include(FieldSet.Builder set) {
      if (!path.isEmpty()) {
        set.add(new ArrayList<>(path));
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
