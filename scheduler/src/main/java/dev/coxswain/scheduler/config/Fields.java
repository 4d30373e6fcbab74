package dev.coxswain.scheduler.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coxswain.apimachinery.time.Times;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the fields of one object of a configuration, and keeps count of those that nobody asked
/// for.
final class Fields {
  private final String path;
  private final JsonNode node;
  private final Set<String> known = new TreeSet<>();

  private Fields(String path, JsonNode node) {
    this.path = path;
    this.node = node;
  }

  /// The fields of an object; of none, if it is absent.
  ///
  /// @param path such as `profiles[0]`; empty for the whole document
  static Fields of(String path, JsonNode node) {
    if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
      throw new BadConfiguration("cannot read " + path + ": wants an object, got " + node);
    }
    return new Fields(path, node);
  }

  Optional<JsonNode> any(String name) {
    known.add(name);
    var value = node.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  Fields object(String name) {
    return of(at(name), any(name).orElse(node.path("\0")));
  }

  List<Fields> objects(String name) {
    var items = new ArrayList<Fields>();
    for (var item : list(name)) {
      items.add(of(at(name) + "[" + items.size() + "]", item));
    }
    return items;
  }

  List<String> texts(String name) {
    var items = new ArrayList<String>();
    for (var item : list(name)) {
      items.add(text(at(name) + "[" + items.size() + "]", item));
    }
    return items;
  }

  Optional<String> text(String name) {
    return any(name).map(value -> text(at(name), value));
  }

  Optional<Integer> integer(String name) {
    return any(name)
        .map(value -> {
          if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new BadConfiguration(
                "cannot read " + at(name) + ": wants an integer, got " + value);
          }
          return value.intValue();
        });
  }

  Optional<Boolean> bool(String name) {
    return any(name)
        .map(value -> {
          if (!value.isBoolean()) {
            throw new BadConfiguration(
                "cannot read " + at(name) + ": wants true or false, got " + value);
          }
          return value.booleanValue();
        });
  }

  Optional<Duration> duration(String name) {
    return text(name)
        .map(text -> {
          try {
            return Times.parseGoDuration(text);
          } catch (IllegalArgumentException e) {
            throw new BadConfiguration("cannot read " + at(name) + ": " + e.getMessage());
          }
        });
  }

  /// Fields that nobody asked for are mistakes.
  void done() {
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw new BadConfiguration("strict decoding error: unknown field \"" + at(name) + "\"");
          }
        });
  }

  /// Reads fields that have no meaning here.
  Fields ignoring(String... names) {
    known.addAll(List.of(names));
    return this;
  }

  /// Where the fields stand.
  String path() {
    return path;
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private List<JsonNode> list(String name) {
    var items = new ArrayList<JsonNode>();
    any(name)
        .ifPresent(value -> {
          if (!value.isArray()) {
            throw new BadConfiguration("cannot read " + at(name) + ": wants a list, got " + value);
          }
          value.forEach(items::add);
        });
    return items;
  }

  private static String text(String path, JsonNode value) {
    if (!value.isTextual()) {
      throw new BadConfiguration("cannot read " + path + ": wants a string, got " + value);
    }
    return value.textValue();
  }
}
