package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.admission.Commitment;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.storage.ObjectStore.Result;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.List;
import java.util.Optional;

/// Brings objects into being.
final class Creates {
  private static final int NAME_ATTEMPTS = 8;

  private final Workshop workshop;

  Creates(Workshop workshop) {
    this.workshop = workshop;
  }

  /// One create, apart from its object.
  ///
  /// @param versioned whether a `resourceVersion` was sent with an object that must be new
  private record Birth(
      Target target,
      WriteOptions options,
      RequestContext context,
      StrategyContext facts,
      boolean versioned) {}

  ApiResponse.One create(ApiRequest.Create request, RequestContext context) {
    var target = request.target();
    var options = request.options();
    var sent =
        BodyDecoder.decode(
            request.body(), target.resource().kind(), options.validation(), context.warnings());
    var version = Metadata.of(sent).getResourceVersion();
    boolean versioned = BadRevision.isRevision(version) && Continuity.revision(version) != 0;
    return create(
        new Birth(target, options, context, workshop.facts(context), versioned),
        OwnerReferences.distinct(sent, OwnerReferences.AS_SENT, context.warnings()));
  }

  /// For updates of what does not exist.
  ///
  /// @param sent as decoded
  ApiResponse.One create(
      Target target, Message sent, WriteOptions options, RequestContext context) {
    return create(new Birth(target, options, context, workshop.facts(context), false), sent);
  }

  private ApiResponse.One create(Birth birth, Message sent) {
    var target = birth.target();
    var wiped = Metadata.with(sent, Identities.wiped(Metadata.of(sent)));
    var meant =
        workshop.strategy(target.resource()).applyDefaults(Namespaces.placed(wiped, target));
    var writer = FieldOwners.writer(target, birth.options(), birth.context(), birth.facts().now());
    var owned = FieldOwners.update(Optional.empty(), meant, writer);
    return createOwned(birth, Metadata.with(meant, Metadata.of(owned)));
  }

  /// For applying what does not exist.
  ///
  /// @param object complete but for what admission, the strategy and the server itself add
  ApiResponse.One createOwned(
      Target target,
      Message object,
      WriteOptions options,
      RequestContext context,
      StrategyContext facts) {
    var wiped = Metadata.with(object, Identities.wiped(Metadata.of(object)));
    return createOwned(new Birth(target, options, context, facts, false), wiped);
  }

  private ApiResponse.One createOwned(Birth birth, Message object) {
    boolean generated =
        Metadata.of(object).getName().isEmpty() && !Metadata.of(object).getGenerateName().isEmpty();
    for (int attempt = 1; ; attempt++) {
      try {
        return new ApiResponse.One(attempt(birth, object), 201);
      } catch (NameTaken taken) {
        if (!generated || attempt == NAME_ATTEMPTS) {
          throw taken.refusal;
        }
      }
    }
  }

  private StoredObject attempt(Birth birth, Message object) throws NameTaken {
    var facts = birth.facts();
    var strategy = workshop.strategy(birth.target().resource());
    var fresh =
        Metadata.with(object, workshop.identities().fresh(Metadata.of(object), facts.now()));
    var taken = take(birth, admitted(birth, fresh, source(Metadata.of(object))));
    try {
      var prepared = strategy.prepareForCreate(taken.object(), facts);
      refuse(strategy.validate(prepared, facts), birth.target().resource(), prepared);
      var name = Metadata.of(prepared).getName();
      var commitment = workshop.admission().check(question(birth, prepared, name));
      strategy.warnings(prepared, Optional.empty()).forEach(birth.context().warnings());
      var stored = store(birth, prepared, commitment);
      taken.keep();
      return stored;
    } catch (StorageException.Unknown e) {
      throw e; // It may be stored, and then what it took is its own.
    } catch (NameTaken | RuntimeException e) {
      taken.giveBack();
      throw e;
    }
  }

  /// The name, or what it is generated from: who completes the object doesn't know the outcome yet.
  private static String source(ObjectMeta metadata) {
    return metadata.getName().isEmpty() ? metadata.getGenerateName() : metadata.getName();
  }

  private Message admitted(Birth birth, Message object, String name) {
    var admitted = workshop.admission().admit(question(birth, object, name)).object().orElseThrow();
    return OwnerReferences.distinct(admitted, OwnerReferences.ADMITTED, birth.context().warnings());
  }

  private static AdmissionRequest question(Birth birth, Message object, String name) {
    return new AdmissionRequest(
        Operation.CREATE,
        birth.target().resource(),
        birth.target().namespace(),
        name,
        "",
        Optional.of(object),
        Optional.empty(),
        birth.facts(),
        Admissions.notes(birth.context()),
        birth.options().dryRun());
  }

  private WriteHook.Taken<Message> take(Birth birth, Message object) {
    return workshop
        .hook(birth.target().resource())
        .map(hook -> hook.take(object, Optional.empty(), birth.facts(), birth.options().dryRun()))
        .orElseGet(() -> WriteHook.nothing(object));
  }

  /// Gives back what was taken if the object is surely not stored; after an unknown outcome it may
  /// be.
  private StoredObject store(Birth birth, Message object, Commitment commitment) throws NameTaken {
    try {
      return store(birth, object);
    } catch (StorageException.Unknown e) {
      throw e; // As above.
    } catch (NameTaken | RuntimeException e) {
      commitment.giveBack();
      throw e;
    }
  }

  private StoredObject store(Birth birth, Message object) throws NameTaken {
    var resource = birth.target().resource();
    var key = Metadata.key(object);
    var store = workshop.store(resource);
    if (birth.options().dryRun()) {
      var existing = store.fetch(key.namespace(), key.name());
      if (existing.isPresent()) {
        throw new NameTaken(resource, object, existing);
      }
      return StoredObject.of(resource.kind(), object, 0);
    }
    if (birth.versioned()) {
      throw Refusals.unknown("resourceVersion should not be set on objects to be created");
    }
    return switch (store.create(key.namespace(), key.name(), object)) {
      case Result.Stored(var stored) -> stored;
      case Result.Mismatch(var existing) -> throw new NameTaken(resource, object, existing);
    };
  }

  private static void refuse(List<FieldError> errors, ResourceType resource, Message object) {
    if (!errors.isEmpty()) {
      throw Refusals.invalid(resource.kind(), Metadata.of(object).getName(), errors);
    }
  }

  /// An object of this name exists.
  private static final class NameTaken extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ApiException refusal;

    NameTaken(ResourceType resource, Message object, Optional<StoredObject> existing) {
      super(Metadata.of(object).getName());
      var status = refusal(resource.groupResource(), object).toStatus().toBuilder();
      if (existing.isPresent() && existing.get().metadata().hasDeletionTimestamp()) {
        status.setMessage("object is being deleted: " + status.getMessage());
      }
      refusal = ApiException.of(status.build());
    }

    /// Names are taken to be generated, for the text's sake, wherever they could have been.
    private static Refusal refusal(String resource, Message object) {
      var name = Metadata.of(object).getName();
      return Metadata.of(object).getGenerateName().isEmpty()
          ? new Refusal.AlreadyExists(resource, name)
          : new Refusal.NameNotGenerated(resource, name);
    }
  }
}
