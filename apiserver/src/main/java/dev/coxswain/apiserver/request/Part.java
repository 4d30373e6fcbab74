package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.KindType;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.registry.ResourceStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.registry.defaults.Defaults;
import dev.coxswain.apiserver.registry.validation.ObjectMetaValidation;
import dev.coxswain.apiserver.registry.validation.Problems;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.List;

/// What of an object a request reads and writes: all but the status, the status, or a subresource
/// with a shape of its own.
sealed interface Part {

  /// What the client sends and gets.
  KindType kind();

  /// How the client sees the object.
  Message read(Message object);

  /// The same, with the revision at which it is stored.
  default StoredObject shown(StoredObject object) {
    return object;
  }

  /// What was sent, with what was left out filled in.
  Message withDefaults(Message sent);

  /// What is wrong with what was sent, as far as it shows before [#merge].
  List<FieldError> check(Message sent, Message existing, StrategyContext context);

  /// The object as the sender means it: others' parts are as they were.
  Message meant(Message sent, Message existing, StrategyContext context);

  /// The object to store.
  Message merge(Message meant, Message existing, StrategyContext context);

  /// What is wrong with the object to store.
  List<FieldError> validate(Message merged, Message existing, StrategyContext context);

  /// Before a kind's own look at an update there is one at the metadata that is the same for all;
  /// most kinds look again.
  private static List<FieldError> withCommon(
      List<FieldError> own, Message updated, Message existing, ResourceType resource) {
    var after = Metadata.of(updated);
    var before = Metadata.of(existing);
    if (own.isEmpty() && ObjectMetaValidation.isSettled(after, before)) {
      return own;
    }
    var problems = new Problems();
    ObjectMetaValidation.checkAnyUpdate(
        after, before, resource.namespaced(), Problems.METADATA, problems);
    problems.addAll(own);
    return problems.all();
  }

  record Main(ResourceType resource, ResourceStrategy<Message> strategy) implements Part {
    @Override
    public KindType kind() {
      return resource.kind();
    }

    @Override
    public Message read(Message object) {
      return object;
    }

    @Override
    public Message withDefaults(Message sent) {
      return strategy.applyDefaults(sent);
    }

    @Override
    public List<FieldError> check(Message sent, Message existing, StrategyContext context) {
      return List.of();
    }

    @Override
    public Message meant(Message sent, Message existing, StrategyContext context) {
      return resource.subresource("status").isPresent() ? withStatusOf(sent, existing) : sent;
    }

    @Override
    public Message merge(Message meant, Message existing, StrategyContext context) {
      return strategy.prepareForUpdate(meant, existing, context);
    }

    @Override
    public List<FieldError> validate(Message merged, Message existing, StrategyContext context) {
      return withCommon(
          strategy.validateUpdate(merged, existing, context), merged, existing, resource);
    }

    static Message withStatusOf(Message object, Message other) {
      var field = object.getDescriptorForType().findFieldByName("status");
      if (field == null) {
        return object;
      }
      var builder = object.toBuilder();
      return other.hasField(field)
          ? builder.setField(field, other.getField(field)).build()
          : builder.clearField(field).build();
    }
  }

  record StatusPart(ResourceType resource, ResourceStrategy<Message> strategy) implements Part {
    @Override
    public KindType kind() {
      return resource.kind();
    }

    @Override
    public Message read(Message object) {
      return object;
    }

    @Override
    public Message withDefaults(Message sent) {
      return strategy.applyStatusDefaults(sent);
    }

    @Override
    public List<FieldError> check(Message sent, Message existing, StrategyContext context) {
      return List.of();
    }

    @Override
    public Message meant(Message sent, Message existing, StrategyContext context) {
      return strategy.prepareStatusUpdate(sent, existing, context);
    }

    @Override
    public Message merge(Message meant, Message existing, StrategyContext context) {
      return meant;
    }

    @Override
    public List<FieldError> validate(Message merged, Message existing, StrategyContext context) {
      return withCommon(
          strategy.validateStatusUpdate(merged, existing, context), merged, existing, resource);
    }
  }

  record Sub(SubresourceStrategy<Message, Message> strategy) implements Part {
    @Override
    public KindType kind() {
      return Scheme.kubernetes().kindOf(strategy.prototype());
    }

    @Override
    public Message read(Message object) {
      return strategy.read(object);
    }

    @Override
    public StoredObject shown(StoredObject object) {
      return StoredObject.of(kind(), strategy.shown(object.message()), object.revision());
    }

    @Override
    public Message withDefaults(Message sent) {
      return Defaults.apply(sent);
    }

    @Override
    public List<FieldError> check(Message sent, Message existing, StrategyContext context) {
      return strategy.validate(sent, existing, context);
    }

    @Override
    public Message meant(Message sent, Message existing, StrategyContext context) {
      return strategy.write(existing, sent, context);
    }

    @Override
    public Message merge(Message meant, Message existing, StrategyContext context) {
      return meant;
    }

    @Override
    public List<FieldError> validate(Message merged, Message existing, StrategyContext context) {
      return List.of();
    }
  }
}
