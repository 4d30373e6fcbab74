package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.meta.Metadata;
import java.util.Optional;

/// Creates, replaces and patches objects and their subresources, as the verbs of the API mean it:
/// some updates and patches create what does not exist.
final class Writes {
  private final Workshop workshop;
  private final Access access;
  private final Creates creates;
  private final Updates updates;
  private final Bindings bindings;

  /// @param access asked again when an update creates
  Writes(Workshop workshop, Access access) {
    this.workshop = workshop;
    this.access = access;
    this.creates = new Creates(workshop);
    this.updates = new Updates(workshop);
    this.bindings = new Bindings(workshop, updates);
  }

  ApiResponse create(ApiRequest.Create create, RequestContext context) {
    var target = create.target();
    if (Bindings.isMeant(target)) {
      return bindings.create(create, context);
    }
    if (!target.subresource().isEmpty()) {
      throw Refusals.methodNotSupported(target, create.verb());
    }
    return creates.create(create, context);
  }

  ApiResponse update(ApiRequest.Update update, RequestContext context) {
    var target = update.target();
    var part = workshop.part(target);
    var sent = sent(update, part, context);
    var change =
        new Updates.Change() {
          @Override
          public Message wanted(Message shown) {
            return sent;
          }

          @Override
          public boolean uidIsPrecondition() {
            return true;
          }
        };
    var response = written(target, part, change, update.options(), context);
    if (response.isPresent()) {
      return response.get();
    }
    var strategy = workshop.strategy(target.resource());
    if (!target.subresource().isEmpty() || !strategy.allowCreateOnUpdate()) {
      throw Refusals.notFound(target);
    }
    Continuity.checkUid(target, Metadata.of(sent).getUid(), "");
    access.require(target, "create", target.name(), context);
    return creates.create(target, sent, update.options(), context);
  }

  private static Message sent(ApiRequest.Update update, Part part, RequestContext context) {
    var target = update.target();
    var sent =
        BodyDecoder.decode(
            update.body(), part.kind(), update.options().validation(), context.warnings());
    if (!Metadata.isIn(sent.getDescriptorForType())) {
      return sent;
    }
    var placed = Namespaces.placed(sent, target);
    Namespaces.checkName(placed, target);
    return OwnerReferences.distinct(placed, OwnerReferences.AS_SENT, context.warnings());
  }

  ApiResponse patch(ApiRequest.Patch patch, RequestContext context) {
    ApplyPatch.checkOptions(patch);
    var target = patch.target();
    var part = workshop.part(target);
    var facts = workshop.facts(context);
    var writer = FieldOwners.writer(target, patch.options(), context, facts.now());
    var change = Patches.change(patch, part.kind(), writer, context.warnings());
    var response = written(target, part, change, patch.options(), context);
    if (response.isPresent()) {
      return response.get();
    }
    if (patch.type() != PatchType.APPLY || !target.subresource().isEmpty()) {
      throw Refusals.notFound(target);
    }
    access.require(target, "create", target.name(), context);
    var applied = change.wanted(part.kind().prototype());
    refuseUid(applied, target);
    var wanted = Namespaces.placed(applied, target);
    Namespaces.checkName(wanted, target);
    var complete = workshop.strategy(target.resource()).applyDefaults(wanted);
    return creates.createOwned(target, complete, patch.options(), context, facts);
  }

  private Optional<ApiResponse.One> written(
      Target target,
      Part part,
      Updates.Change change,
      WriteOptions options,
      RequestContext context) {
    var job = new Updates.Job(target, part, change, options, context, workshop.facts(context));
    return updates.update(job).map(object -> new ApiResponse.One(part.shown(object), 200));
  }

  /// Who applies to one object must not get another.
  private static void refuseUid(Message applied, Target target) {
    var uid = Metadata.of(applied).getUid();
    if (!uid.isEmpty()) {
      throw Refusals.conflict(
          target.resource().groupResource(),
          target.name(),
          "uid mismatch: the provided object specified uid %s, and no existing object was found"
              .formatted(uid));
    }
  }
}
