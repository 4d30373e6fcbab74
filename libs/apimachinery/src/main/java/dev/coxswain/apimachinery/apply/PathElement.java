package dev.coxswain.apimachinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.status.GoText;
import java.util.List;
import java.util.stream.Collectors;

/// One step from a value to a part of it. Ordered: names, keys, values, indexes.
sealed interface PathElement extends Comparable<PathElement> {

  /// A field of an object.
  record Name(String name) implements PathElement {
    @Override
    public String toString() {
      return "." + name;
    }
  }

  /// An element of a list of objects, by the fields that identify it. These are sorted by name.
  record Key(List<KeyField> fields) implements PathElement {
    public Key {
      fields = fields.stream().sorted().toList();
    }

    @Override
    public String toString() {
      return fields.stream().map(KeyField::toString).collect(Collectors.joining(",", "[", "]"));
    }
  }

  /// An element of a list of distinct scalars.
  record Value(JsonNode value) implements PathElement {
    @Override
    public String toString() {
      return "[=" + text(value) + "]";
    }
  }

  /// An element of a list by its place.
  record Index(int index) implements PathElement {
    @Override
    public String toString() {
      return "[" + index + "]";
    }
  }

  record KeyField(String name, JsonNode value) implements Comparable<KeyField> {
    @Override
    public int compareTo(KeyField other) {
      var byName = name.compareTo(other.name);
      return byName != 0 ? byName : JsonValues.compare(value, other.value);
    }

    @Override
    public String toString() {
      return name + "=" + text(value);
    }
  }

  private int rank() {
    return switch (this) {
      case Name _ -> 0;
      case Key _ -> 1;
      case Value _ -> 2;
      case Index _ -> 3;
    };
  }

  @Override
  default int compareTo(PathElement other) {
    return switch (this) {
      case Name(var name) when other instanceof Name(var theirs) -> name.compareTo(theirs);
      case Key(var fields) when other instanceof Key(var theirs) -> compare(fields, theirs);
      case Value(var value) when other instanceof Value(var theirs) ->
          JsonValues.compare(value, theirs);
      case Index(var index) when other instanceof Index(var theirs) ->
          Integer.compare(index, theirs);
      default -> Integer.compare(rank(), other.rank());
    };
  }

  private static int compare(List<KeyField> ours, List<KeyField> theirs) {
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      var difference = ours.get(i).compareTo(theirs.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(ours.size(), theirs.size());
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? GoText.quote(value.textValue()) : value.toString();
  }
}
