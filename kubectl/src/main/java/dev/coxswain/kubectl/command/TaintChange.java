package dev.coxswain.kubectl.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What `KEY=VALUE:EFFECT` and `KEY:EFFECT-` do to the taints of a node. Pure.
///
/// @param added taints to add
/// @param removed taints to remove; without an effect all of that key
record TaintChange(List<ObjectNode> added, List<ObjectNode> removed) {
  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  TaintChange {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
  }

  static boolean isTaint(String word) {
    return word.contains(":") || word.contains("=") || word.endsWith("-");
  }

  static TaintChange parse(List<String> words) {
    List<ObjectNode> added = new ArrayList<>();
    List<ObjectNode> removed = new ArrayList<>();
    for (String word : words) {
      if (word.endsWith("-")) {
        removed.add(taint(word.substring(0, word.length() - 1), word));
      } else if (word.contains(":")) {
        added.add(taint(word, word));
      } else {
        throw new KubectlAction.Failure("invalid taint spec: " + word);
      }
    }
    return new TaintChange(added, removed);
  }

  private static ObjectNode taint(String text, String word) {
    int colon = text.indexOf(':');
    String effect = colon < 0 ? "" : text.substring(colon + 1);
    String pair = colon < 0 ? text : text.substring(0, colon);
    int equals = pair.indexOf('=');
    if (!effect.isEmpty() && !EFFECTS.contains(effect)) {
      throw new KubectlAction.Failure(
          "invalid taint effect: %s, unsupported taint effect".formatted(effect));
    }
    var taint = JsonNodeFactory.instance.objectNode();
    taint.put("effect", effect);
    taint.put("key", equals < 0 ? pair : pair.substring(0, equals));
    if (equals >= 0) {
      taint.put("value", pair.substring(equals + 1));
    }
    if (taint.path("key").asText().isEmpty()) {
      throw new KubectlAction.Failure("invalid taint spec: " + word);
    }
    return taint;
  }

  /// The taints afterwards.
  ///
  /// @param overwrite whether a taint with the same key and effect may get another value
  /// @throws KubectlAction.Failure if it may not, or a taint to remove is not there
  ArrayNode applyTo(JsonNode node, boolean overwrite) {
    String name = node.path("metadata").path("name").asText();
    JsonNode present = node.path("spec").path("taints");
    var after = JsonNodeFactory.instance.arrayNode();
    if (!overwrite && added.stream().anyMatch(taint -> contains(present, taint))) {
      throw new KubectlAction.Failure(
          "node %s already has %s taint(s) with same effect(s) and --overwrite is false"
              .formatted(
                  name,
                  String.join(
                      ",", added.stream().map(taint -> taint.path("key").asText()).toList())));
    }
    added.forEach(after::add);
    for (JsonNode taint : present) {
      if (added.stream().noneMatch(one -> isSame(one, taint))
          && removed.stream().noneMatch(one -> isSame(one, taint))) {
        after.add(taint);
      }
    }
    for (ObjectNode taint : removed) {
      if (!contains(present, taint)) {
        throw new KubectlAction.Failure("taint \"%s\" not found".formatted(shown(taint)));
      }
    }
    return after;
  }

  private static String shown(ObjectNode taint) {
    String effect = taint.path("effect").asText();
    return taint.path("key").asText() + (effect.isEmpty() ? "" : ":" + effect);
  }

  private static boolean contains(JsonNode taints, ObjectNode wanted) {
    for (JsonNode taint : taints) {
      if (isSame(wanted, taint)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSame(ObjectNode wanted, JsonNode taint) {
    String effect = wanted.path("effect").asText();
    return wanted.path("key").equals(taint.path("key"))
        && (effect.isEmpty() || taint.path("effect").asText().equals(effect));
  }

  /// What happened.
  String told() {
    if (added.isEmpty()) {
      return "untainted";
    }
    return removed.isEmpty() ? "tainted" : "modified";
  }
}
