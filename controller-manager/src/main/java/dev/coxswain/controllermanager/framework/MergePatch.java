package dev.coxswain.controllermanager.framework;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.JsonCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON merge patch (RFC 7386) of one part of an object. An empty list is written as null.
public final class MergePatch {
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ObjectNode part;

  private MergePatch(String part) {
    this.part = root.putObject(part);
  }

  public static MergePatch metadata() {
    return new MergePatch("metadata");
  }

  public static MergePatch spec() {
    return new MergePatch("spec");
  }

  public static MergePatch status() {
    return new MergePatch("status");
  }

  public MergePatch put(String field, String value) {
    part.put(field, value);
    return this;
  }

  public MergePatch put(String field, boolean value) {
    part.put(field, value);
    return this;
  }

  public MergePatch put(String field, Message value) {
    part.set(field, JsonCodec.toTree(value));
    return this;
  }

  public MergePatch putNull(String field) {
    part.putNull(field);
    return this;
  }

  public MergePatch put(String field, List<? extends Message> values) {
    if (values.isEmpty()) {
      part.putNull(field);
    } else {
      var array = part.putArray(field);
      values.forEach(value -> array.add(JsonCodec.toTree(value)));
    }
    return this;
  }

  public MergePatch putTexts(String field, List<String> values) {
    if (values.isEmpty()) {
      part.putNull(field);
    } else {
      var array = part.putArray(field);
      values.forEach(array::add);
    }
    return this;
  }

  public MergePatch putTexts(String field, Map<String, String> values) {
    var object = part.putObject(field);
    values.forEach(object::put);
    return this;
  }

  /// Sets annotations, and removes those that have no value.
  public MergePatch putAnnotations(Map<String, Optional<String>> values) {
    var object = part.putObject("annotations");
    values.forEach((key, value) ->
        value.ifPresentOrElse(text -> object.put(key, text), () -> object.putNull(key)));
    return this;
  }

  /// For a strategic merge only: in which order the elements of a list stand, by their keys.
  public MergePatch putOrder(String list, String mergeKey, List<String> keys) {
    var order = part.putArray("$setElementOrder/" + list);
    keys.forEach(key -> order.addObject().put(mergeKey, key));
    return this;
  }

  public byte[] bytes() {
    return JsonCodec.toJson(root);
  }
}
