package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.admission.Commitment;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.storage.ObjectStore.Result;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.List;
import java.util.Optional;

/// Changes objects that exist: reads, lets the client's change act on it, and writes if nobody was
/// faster.
///
/// The first attempt starts from the cache; what it refuses or finds unchanged is looked at again
/// with the store's own state, because the cache may be behind.
final class Updates {
  private static final int ATTEMPTS = 64;

  private final Workshop workshop;

  Updates(Workshop workshop) {
    this.workshop = workshop;
  }

  /// What the client wants.
  interface Change {

    /// The object, or subresource, that the client wants in place of this one.
    Message wanted(Message shown);

    /// Whether the object is booked already: server-side apply keeps `managedFields` itself.
    default boolean booked() {
      return false;
    }

    /// Whether what is wanted has been placed, named and let in by admission already.
    default boolean isLetIn() {
      return false;
    }

    /// Whether a uid that was sent must be the existing object's.
    default boolean uidIsPrecondition() {
      return false;
    }
  }

  /// One write, apart from what is there at the moment.
  record Job(
      Target target,
      Part part,
      Change change,
      WriteOptions options,
      RequestContext context,
      StrategyContext facts) {}

  /// The object after the change; empty if it does not exist.
  Optional<StoredObject> update(Job job) {
    var cached = workshop.cached(job.target());
    if (cached.isEmpty()) {
      return onLatest(job, fetch(job.target()));
    }
    return switch (onCached(job, cached.get())) {
      case Trial.Done(var stored) -> Optional.of(stored);
      case Trial.Behind(var latest) -> onLatest(job, latest);
    };
  }

  /// What came of a change to the object as the cache has it.
  private sealed interface Trial {
    record Done(StoredObject object) implements Trial {}

    /// The cache was behind: so the object stands in the store, if it is there at all.
    record Behind(Optional<StoredObject> latest) implements Trial {}
  }

  /// A refusal, or that nothing would change, counts only when the store has nothing newer.
  private Trial onCached(Job job, StoredObject cached) {
    try {
      var result = attempt(job, cached, false);
      if (result.isEmpty()) {
        var latest = fetch(job.target());
        return isLatest(cached, latest) ? new Trial.Done(cached) : new Trial.Behind(latest);
      }
      return switch (result.get()) {
        case Result.Stored(var stored) -> new Trial.Done(stored);
        case Result.Mismatch(var other) -> new Trial.Behind(other);
      };
    } catch (StorageException.Unknown e) {
      throw e;
    } catch (RuntimeException e) {
      var latest = fetch(job.target());
      if (isLatest(cached, latest)) {
        throw e;
      }
      return new Trial.Behind(latest);
    }
  }

  private static boolean isLatest(StoredObject cached, Optional<StoredObject> latest) {
    return latest.filter(object -> object.revision() == cached.revision()).isPresent();
  }

  private Optional<StoredObject> onLatest(Job job, Optional<StoredObject> fetched) {
    if (fetched.isEmpty()) {
      return Optional.empty();
    }
    var current = fetched.get();
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      switch (attempt(job, current, true).orElseThrow()) {
        case Result.Stored(var stored) -> {
          return Optional.of(stored);
        }
        case Result.Mismatch(var other) -> {
          if (other.isEmpty()) {
            return Optional.empty();
          }
          current = other.get();
        }
      }
    }
    throw Refusals.modified(job.target().resource(), job.target().name());
  }

  private Optional<StoredObject> fetch(Target target) {
    return workshop.store(target.resource()).fetch(target.namespace(), target.name());
  }

  /// Empty if nothing would change, but perhaps only because the cache is behind.
  private Optional<Result> attempt(Job job, StoredObject existing, boolean fresh) {
    var before = existing.message();
    var sent = sent(job, before);
    var kept = Continuity.carried(sent, before);
    checkVersion(job, kept, before);
    refuse(job, job.part().check(kept, before, job.facts()));
    var meant = owned(job, meant(job, kept, before), before);
    var admitted = admitted(job, meant, before);
    var taken = take(job, admitted, before);
    try {
      var merged = job.part().merge(taken.object(), before, job.facts());
      refuse(job, job.part().validate(merged, before, job.facts()));
      var commitment =
          job.change().isLetIn()
              ? Commitment.NONE
              : workshop.admission().check(question(job, merged, before));
      var result = write(job, withVersion(merged, before), existing, fresh);
      if (result.isPresent() && result.get() instanceof Result.Stored) {
        taken.keep();
        warn(job, merged, before);
      } else {
        taken.giveBack();
        commitment.giveBack();
      }
      return result;
    } catch (StorageException.Unknown e) {
      throw e; // It may be stored, and then what it took is its own.
    } catch (RuntimeException e) {
      taken.giveBack();
      throw e;
    }
  }

  private Message sent(Job job, Message before) {
    var wanted = job.change().wanted(job.part().read(before));
    if (job.change().isLetIn() || !Metadata.isIn(wanted.getDescriptorForType())) {
      return wanted;
    }
    var placed = Namespaces.placed(wanted, job.target());
    Namespaces.checkName(placed, job.target());
    return job.part().withDefaults(placed);
  }

  /// As it would be read from the store, so that equal objects are equal.
  private static Message meant(Job job, Message sent, Message before) {
    return WireCodec.canonical(job.part().meant(sent, before, job.facts()), before);
  }

  private Message owned(Job job, Message meant, Message before) {
    return job.change().booked()
        ? meant
        : FieldOwners.update(
            Optional.of(before),
            meant,
            FieldOwners.writer(job.target(), job.options(), job.context(), job.facts().now()));
  }

  private Message admitted(Job job, Message object, Message before) {
    if (job.change().isLetIn()) {
      return object;
    }
    var admitted = workshop.admission().admit(question(job, object, before)).object().orElseThrow();
    return OwnerReferences.distinct(admitted, OwnerReferences.ADMITTED, job.context().warnings());
  }

  private WriteHook.Taken<Message> take(Job job, Message object, Message before) {
    return workshop
        .hook(job.target().resource())
        .filter(_ -> job.part() instanceof Part.Main)
        .map(hook -> hook.take(object, Optional.of(before), job.facts(), job.options().dryRun()))
        .orElseGet(() -> WriteHook.nothing(object));
  }

  private Optional<Result> write(Job job, Message object, StoredObject existing, boolean fresh) {
    var target = job.target();
    var before = existing.message();
    if (FieldOwners.sameButForTimes(object, before)) {
      return fresh ? Optional.of(new Result.Stored(existing)) : Optional.empty();
    }
    if (job.options().dryRun()) {
      var shown = StoredObject.of(existing.kind(), object, existing.revision());
      return Optional.of(new Result.Stored(shown));
    }
    var store = workshop.store(target.resource());
    if (DeletionPlan.completes(before, object)) {
      var gone = store.delete(target.namespace(), target.name(), object, existing.revision());
      if (gone instanceof Result.Stored) {
        workshop.hook(target.resource()).ifPresent(hook -> hook.released(object));
      }
      return Optional.of(gone);
    }
    return Optional.of(
        store.update(target.namespace(), target.name(), object, existing.revision()));
  }

  private void warn(Job job, Message object, Message before) {
    if (job.part() instanceof Part.Main main) {
      main.strategy().warnings(object, Optional.of(before)).forEach(job.context().warnings());
    }
  }

  private static AdmissionRequest question(Job job, Message object, Message before) {
    var target = job.target();
    return new AdmissionRequest(
        Operation.UPDATE,
        target.resource(),
        target.namespace(),
        target.name(),
        target.subresource(),
        Optional.of(object),
        Optional.of(before),
        job.facts(),
        Admissions.notes(job.context()),
        job.options().dryRun());
  }

  private void checkVersion(Job job, Message kept, Message before) {
    var sent = Metadata.of(kept);
    var existing = Metadata.of(before);
    if (job.change().uidIsPrecondition()) {
      Continuity.checkUid(job.target(), sent.getUid(), existing.getUid());
    }
    Continuity.checkVersion(
        job.target(),
        sent.getResourceVersion(),
        existing.getResourceVersion(),
        workshop.strategy(job.target().resource()).allowUnconditionalUpdate());
  }

  private static Message withVersion(Message object, Message before) {
    var version = Metadata.of(before).getResourceVersion();
    return Metadata.edit(object, meta -> meta.setResourceVersion(version));
  }

  private static void refuse(Job job, List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw Refusals.invalid(job.part().kind(), job.target().name(), errors);
    }
  }
}
