package dev.coxswain.apimachinery.apply;

import dev.coxswain.apimachinery.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// An immutable set of fields of an object. A field can be in the set without what is below it, and
/// the other way round.
///
/// Its JSON form, `fieldsV1`, is that of upstream:
/// `{"f:metadata":{"f:labels":{".":{},"f:app":{}}}}`.
public final class FieldSet {
  /// A field that is in the set or has something below it that is.
  private record Node(boolean member, FieldSet below) {
    boolean isEmpty() {
      return !member && below.isEmpty();
    }
  }

  public static final FieldSet EMPTY = new FieldSet(new TreeMap<>());

  private final SortedMap<PathElement, Node> nodes;

  private FieldSet(SortedMap<PathElement, Node> nodes) {
    this.nodes = nodes;
  }

  /// Reads the `fieldsV1` of an entry; elements of unknown kinds are skipped.
  ///
  /// @throws IllegalArgumentException if the text is no such set
  public static FieldSet parse(byte[] json) {
    return FieldSetJson.parse(json);
  }

  /// The set of these plain fields, each a dotted path: `of("spec", "metadata.labels")`.
  public static FieldSet of(String... paths) {
    var builder = new Builder();
    for (var path : paths) {
      var elements = new ArrayList<PathElement>();
      for (var name : path.split("\\.", -1)) {
        elements.add(new PathElement.Name(name));
      }
      builder.at(elements).include();
    }
    return builder.build();
  }

  /// Whether a set in its JSON form has a field in common with this one; reads no more of it than
  /// that takes.
  ///
  /// @throws IllegalArgumentException if the text is no such set
  boolean intersects(byte[] json) {
    return !isEmpty() && FieldSetJson.intersects(json, this);
  }

  /// Whether anything at or below this element is in the set.
  boolean reaches(PathElement element) {
    return nodes.containsKey(element);
  }

  public byte[] toJson() {
    return FieldSetJson.write(this);
  }

  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  /// Whether every field of the other set is in this one too.
  boolean covers(FieldSet other) {
    for (var entry : other.nodes.entrySet()) {
      var mine = nodes.get(entry.getKey());
      var theirs = entry.getValue();
      if (mine == null || (theirs.member && !mine.member) || !mine.below.covers(theirs.below)) {
        return false;
      }
    }
    return true;
  }

  /// In one or the other.
  public FieldSet union(FieldSet other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    var result = new TreeMap<>(nodes);
    other.nodes.forEach((element, node) ->
        result.merge(
            element, node, (a, b) -> new Node(a.member || b.member, a.below.union(b.below))));
    return new FieldSet(result);
  }

  /// In both.
  public FieldSet intersection(FieldSet other) {
    var result = new TreeMap<PathElement, Node>();
    nodes.forEach((element, node) -> {
      var theirs = other.nodes.get(element);
      if (theirs != null) {
        put(
            result,
            element,
            new Node(node.member && theirs.member, node.below.intersection(theirs.below)));
      }
    });
    return new FieldSet(result);
  }

  /// In this but not in the other; what is below a field that goes stays.
  public FieldSet minus(FieldSet other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    var result = new TreeMap<PathElement, Node>();
    nodes.forEach((element, node) -> {
      var theirs = other.nodes.get(element);
      put(
          result,
          element,
          theirs == null
              ? node
              : new Node(node.member && !theirs.member, node.below.minus(theirs.below)));
    });
    return new FieldSet(result);
  }

  /// In this but not in the other; what is below a field that goes, goes as well.
  public FieldSet minusDeep(FieldSet other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    var result = new TreeMap<PathElement, Node>();
    nodes.forEach((element, node) -> {
      var theirs = other.nodes.get(element);
      if (theirs == null) {
        result.put(element, node);
      } else if (!theirs.member) {
        put(result, element, new Node(node.member, node.below.minusDeep(theirs.below)));
      }
    });
    return new FieldSet(result);
  }

  /// This set and every field of a struct that has something below it in the set.
  FieldSet withStructs(Schema schema) {
    var result = new TreeMap<PathElement, Node>();
    nodes.forEach((element, node) -> {
      var named = element instanceof PathElement.Name(var name) && schema.declares(name);
      var below =
          node.below.isEmpty() ? EMPTY : node.below.withStructs(childSchema(schema, element));
      result.put(element, new Node(node.member || named, below));
    });
    return new FieldSet(result);
  }

  boolean has(PathElement element) {
    var node = nodes.get(element);
    return node != null && node.member;
  }

  boolean has(List<PathElement> path) {
    var set = this;
    for (var element : path.subList(0, path.size() - 1)) {
      set = set.below(element);
    }
    return set.has(path.getLast());
  }

  /// What of the set lies below this element.
  FieldSet below(PathElement element) {
    var node = nodes.get(element);
    return node == null ? EMPTY : node.below;
  }

  /// All paths: on each level first its own fields, then what is below them.
  List<List<PathElement>> paths() {
    var paths = new ArrayList<List<PathElement>>();
    collect(List.of(), paths);
    return paths;
  }

  /// Each element on this level, in order.
  void forEach(BiConsumer<PathElement, Boolean> visitor) {
    for (Map.Entry<PathElement, Node> entry : nodes.entrySet()) {
      visitor.accept(entry.getKey(), entry.getValue().member);
    }
  }

  private void collect(List<PathElement> prefix, List<List<PathElement>> into) {
    nodes.forEach((element, node) -> {
      if (node.member) {
        into.add(append(prefix, element));
      }
    });
    nodes.forEach((element, node) -> node.below.collect(append(prefix, element), into));
  }

  private static List<PathElement> append(List<PathElement> prefix, PathElement element) {
    var path = new ArrayList<>(prefix);
    path.add(element);
    return path;
  }

  private static void put(SortedMap<PathElement, Node> into, PathElement element, Node node) {
    if (!node.isEmpty()) {
      into.put(element, node);
    }
  }

  private static Schema childSchema(Schema schema, PathElement element) {
    return switch (element) {
      case PathElement.Name(var name) -> schema.child(name);
      case PathElement.Key _, PathElement.Value _, PathElement.Index _ -> schema.element();
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && paths().equals(set.paths());
  }

  @Override
  public int hashCode() {
    return nodes.keySet().toString().hashCode();
  }

  /// One path a line.
  @Override
  public String toString() {
    return String.join("\n", paths().stream().map(FieldSet::text).toList());
  }

  /// A path as messages show it: `.spec.ports[name="http"].port`.
  static String text(List<PathElement> path) {
    return String.join("", path.stream().map(PathElement::toString).toList());
  }

  /// Collects fields. Nothing is allocated for a branch until something is added to it.
  static final class Builder {
    private final SortedMap<PathElement, Builder> below = new TreeMap<>();
    private boolean member;

    Builder at(Iterable<PathElement> path) {
      var builder = this;
      for (var element : path) {
        builder = builder.at(element);
      }
      return builder;
    }

    Builder at(PathElement element) {
      return below.computeIfAbsent(element, _ -> new Builder());
    }

    void include() {
      member = true;
    }

    FieldSet build() {
      var nodes = new TreeMap<PathElement, Node>();
      below.forEach(
          (element, builder) -> put(nodes, element, new Node(builder.member, builder.build())));
      return nodes.isEmpty() ? EMPTY : new FieldSet(nodes);
    }
  }
}
