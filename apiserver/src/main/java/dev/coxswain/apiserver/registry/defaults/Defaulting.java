package dev.coxswain.apiserver.registry.defaults;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.coxswain.api.options.OptionsProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Applies rules for message types to every occurrence of them in an object, the innermost first.
///
/// Only branches in which some rule can apply are walked.
final class Defaulting {
  private final Map<Descriptor, Consumer<Message.Builder>> rules;
  private final Map<Descriptor, List<FieldDescriptor>> branches = new ConcurrentHashMap<>();

  private Defaulting(Map<Descriptor, Consumer<Message.Builder>> rules) {
    this.rules = Map.copyOf(rules);
  }

  @SuppressWarnings("unchecked")
  <T extends Message> T apply(T message) {
    var type = message.getDescriptorForType();
    var rule = rules.get(type);
    var below = branches(type);
    if (rule == null && below.isEmpty()) {
      return message;
    }
    var builder = message.toBuilder();
    for (var field : below) {
      applyBelow(message, field, builder);
    }
    if (rule != null) {
      rule.accept(builder);
    }
    return (T) builder.build();
  }

  private void applyBelow(Message message, FieldDescriptor field, Message.Builder builder) {
    if (field.isRepeated()) {
      for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
        builder.setRepeatedField(field, i, apply((Message) message.getRepeatedField(field, i)));
      }
    } else if (message.hasField(field)) {
      builder.setField(field, apply((Message) message.getField(field)));
    } else if (isAlwaysThere(field)) {
      var empty = (Message) message.getField(field);
      var filled = apply(empty);
      if (!filled.equals(empty)) {
        builder.setField(field, filled);
      }
    }
  }

  /// A value and not a reference: left out, it is empty and gets its defaults all the same.
  private static boolean isAlwaysThere(FieldDescriptor field) {
    return field.getOptions().getExtension(OptionsProto.struct);
  }

  private List<FieldDescriptor> branches(Descriptor type) {
    var known = branches.get(type);
    if (known != null) {
      return known;
    }
    var found =
        type.getFields().stream()
            .filter(f -> f.getJavaType() == JavaType.MESSAGE && !f.isMapField())
            .filter(f -> reaches(f.getMessageType(), new HashSet<>()))
            .toList();
    branches.put(type, found);
    return found;
  }

  private boolean reaches(Descriptor type, Set<Descriptor> seen) {
    return rules.containsKey(type)
        || (seen.add(type)
            && type.getFields().stream()
                .filter(f -> f.getJavaType() == JavaType.MESSAGE && !f.isMapField())
                .anyMatch(f -> reaches(f.getMessageType(), seen)));
  }

  /// Collects the rules, one for each type.
  static final class Builder {
    private final Map<Descriptor, Consumer<Message.Builder>> rules = new HashMap<>();

    /// Adds the rule for messages of the type of the given empty builder.
    @SuppressWarnings("unchecked")
    <B extends Message.Builder> Builder on(B type, Consumer<B> rule) {
      var before = rules.put(type.getDescriptorForType(), builder -> rule.accept((B) builder));
      if (before != null) {
        throw new IllegalStateException(
            "two rules for " + type.getDescriptorForType().getFullName());
      }
      return this;
    }

    Builder withAll(Consumer<Builder> registration) {
      registration.accept(this);
      return this;
    }

    Defaulting build() {
      return new Defaulting(rules);
    }
  }
}
