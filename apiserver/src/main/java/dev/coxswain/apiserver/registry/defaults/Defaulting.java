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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Applies rules for message types to every occurrence of them in an object, the innermost first.
///
/// Only branches in which some rule can apply are walked.
final class Defaulting {
  private final Map<Descriptor, Consumer<Message.Builder>> rules;
  private final Map<Descriptor, List<FieldDescriptor>> branches = new ConcurrentHashMap<>();

  private Defaulting(Map<Descriptor, Consumer<Message.Builder>> rules) {
    this.rules = Map.copyOf(rules);
  }

  <T extends Message> T apply(T message) {
    return apply(message, branches(message.getDescriptorForType()));
  }

  /// Applies the rule for the message itself and those below some of its fields.
  <T extends Message> T applyBelow(T message, Predicate<FieldDescriptor> fields) {
    var type = message.getDescriptorForType();
    return apply(message, branches(type).stream().filter(fields).toList());
  }

  /// The same message again if nothing changes.
  @SuppressWarnings("unchecked")
  private <T extends Message> T apply(T message, List<FieldDescriptor> below) {
    var changes = new Changes(message);
    for (var field : below) {
      applyBelow(message, field, changes);
    }
    var rule = rules.get(message.getDescriptorForType());
    if (rule == null) {
      return (T) changes.done();
    }
    rule.accept(changes.builder());
    var done = changes.done();
    return done.equals(message) ? message : (T) done;
  }

  @SuppressWarnings("ReferenceEquality") // What is the same has not changed, and is not compared.
  private void applyBelow(Message message, FieldDescriptor field, Changes changes) {
    if (field.isRepeated()) {
      for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
        var element = (Message) message.getRepeatedField(field, i);
        var filled = apply(element);
        if (filled != element) {
          changes.builder().setRepeatedField(field, i, filled);
        }
      }
    } else if (message.hasField(field) || isAlwaysThere(field)) {
      var value = (Message) message.getField(field);
      var filled = apply(value);
      if (filled != value) {
        changes.builder().setField(field, filled);
      }
    }
  }

  /// A message, or what is made of it.
  private static final class Changes {
    private final Message message;
    private Optional<Message.Builder> builder = Optional.empty();

    Changes(Message message) {
      this.message = message;
    }

    Message.Builder builder() {
      if (builder.isEmpty()) {
        builder = Optional.of(message.toBuilder());
      }
      return builder.get();
    }

    Message done() {
      return builder.map(Message.Builder::build).orElse(message);
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
