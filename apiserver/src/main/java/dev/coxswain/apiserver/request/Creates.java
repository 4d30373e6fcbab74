package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
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

  ApiResponse.One create(ApiRequest.Create request, RequestContext context) {
    var resource = request.target().resource();
    var sent =
        BodyDecoder.decode(
            request.body(), resource.kind(), request.options().validation(), context.warnings());
    return create(request.target(), sent, request.options(), context);
  }

  /// @param sent as decoded
  ApiResponse.One create(
      Target target, Message sent, WriteOptions options, RequestContext context) {
    var resource = target.resource();
    var facts = workshop.facts(context);
    var meant = workshop.strategy(resource).applyDefaults(Namespaces.placed(sent, target));
    var owned =
        FieldOwners.update(
            Optional.empty(), meant, FieldOwners.writer(target, options, context, facts.now()));
    return createOwned(target, Metadata.with(meant, Metadata.of(owned)), options, context, facts);
  }

  /// @param object complete but for what admission, the strategy and the server itself add
  ApiResponse.One createOwned(
      Target target,
      Message object,
      WriteOptions options,
      RequestContext context,
      StrategyContext facts) {
    boolean generated =
        Metadata.of(object).getName().isEmpty() && !Metadata.of(object).getGenerateName().isEmpty();
    for (int attempt = 1; ; attempt++) {
      try {
        return new ApiResponse.One(attempt(target, object, options, context, facts), 201);
      } catch (NameTaken taken) {
        if (!generated) {
          throw taken.refusal;
        }
        if (attempt == NAME_ATTEMPTS) {
          throw ApiException.of(
              new Refusal.NameNotGenerated(target.resource().groupResource(), taken.name));
        }
      }
    }
  }

  private StoredObject attempt(
      Target target,
      Message object,
      WriteOptions options,
      RequestContext context,
      StrategyContext facts)
      throws NameTaken {
    var resource = target.resource();
    var fresh =
        Metadata.with(object, workshop.identities().fresh(Metadata.of(object), facts.now()));
    var admitted =
        workshop
            .admission()
            .admit(question(target, fresh, options, context, facts))
            .object()
            .orElseThrow();
    var taken = take(resource, admitted, facts, options.dryRun());
    try {
      var prepared = workshop.strategy(resource).prepareForCreate(taken.object(), facts);
      refuse(workshop.strategy(resource).validate(prepared, facts), resource, prepared);
      var commitment =
          workshop.admission().check(question(target, prepared, options, context, facts));
      workshop.strategy(resource).warnings(prepared, Optional.empty()).forEach(context.warnings());
      var stored = store(resource, prepared, options.dryRun(), commitment);
      taken.keep();
      return stored;
    } catch (StorageException.Unknown e) {
      throw e; // It may be stored, and then what it took is its own.
    } catch (NameTaken | RuntimeException e) {
      taken.giveBack();
      throw e;
    }
  }

  private static AdmissionRequest question(
      Target target,
      Message object,
      WriteOptions options,
      RequestContext context,
      StrategyContext facts) {
    return new AdmissionRequest(
        Operation.CREATE,
        target.resource(),
        target.namespace(),
        Metadata.of(object).getName(),
        "",
        Optional.of(object),
        Optional.empty(),
        facts,
        Admissions.notes(context),
        options.dryRun());
  }

  private WriteHook.Taken<Message> take(
      ResourceType resource, Message object, StrategyContext facts, boolean dryRun) {
    return workshop
        .hook(resource)
        .map(hook -> hook.take(object, Optional.empty(), facts, dryRun))
        .orElseGet(() -> WriteHook.nothing(object));
  }

  /// Gives back what was taken if the object is surely not stored; after an unknown outcome it may
  /// be.
  private StoredObject store(
      ResourceType resource, Message object, boolean dryRun, Commitment commitment)
      throws NameTaken {
    try {
      return store(resource, object, dryRun);
    } catch (NameTaken taken) {
      commitment.giveBack();
      throw taken;
    }
  }

  private StoredObject store(ResourceType resource, Message object, boolean dryRun)
      throws NameTaken {
    var key = Metadata.key(object);
    var store = workshop.store(resource);
    if (dryRun) {
      var existing = store.fetch(key.namespace(), key.name());
      if (existing.isPresent()) {
        throw new NameTaken(resource, key.name(), existing);
      }
      return StoredObject.of(resource.kind(), object, 0);
    }
    return switch (store.create(key.namespace(), key.name(), object)) {
      case Result.Stored(var stored) -> stored;
      case Result.Mismatch(var existing) -> throw new NameTaken(resource, key.name(), existing);
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

    private final String name;
    private final transient ApiException refusal;

    NameTaken(ResourceType resource, String name, Optional<StoredObject> existing) {
      super(name);
      this.name = name;
      var status = new Refusal.AlreadyExists(resource.groupResource(), name).toStatus().toBuilder();
      if (existing.isPresent() && existing.get().metadata().hasDeletionTimestamp()) {
        status.setMessage("object is being deleted: " + status.getMessage());
      }
      refusal = ApiException.of(status.build());
    }
  }
}
