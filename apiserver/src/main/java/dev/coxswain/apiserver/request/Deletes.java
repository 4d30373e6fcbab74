package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.meta.v1.StatusDetails;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.FieldError;
import dev.coxswain.apimachinery.status.FieldPath;
import dev.coxswain.apiserver.admission.AdmissionRequest;
import dev.coxswain.apiserver.admission.AdmissionRequest.Operation;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.storage.ObjectStore.Result;
import dev.coxswain.apiserver.storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes objects away, or marks them as going.
final class Deletes {
  private static final int ATTEMPTS = 64;
  private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");

  /// Resources whose deletion is answered with the object instead of a Status.
  private static final Set<String> SHOWN =
      Set.of(
          "persistentvolumes",
          "persistentvolumeclaims",
          "pods",
          "podtemplates",
          "resourcequotas",
          "serviceaccounts",
          "services");

  private static final String UID =
      "the UID in the precondition (%s) does not match the UID in record (%s). The object might"
          + " have been deleted and then recreated";
  private static final String VERSION =
      "the ResourceVersion in the precondition (%s) does not match the ResourceVersion in record"
          + " (%s). The object might have been modified";
  private static final String NAMESPACE_UID =
      "Precondition failed: UID in precondition: %s, UID in object meta: %s";
  private static final String NAMESPACE_VERSION =
      "Precondition failed: ResourceVersion in precondition: %s, ResourceVersion in object meta:"
          + " %s";

  private final Workshop workshop;
  private final Reads reads;

  Deletes(Workshop workshop, Reads reads) {
    this.workshop = workshop;
    this.reads = reads;
  }

  ApiResponse delete(ApiRequest.Delete request, RequestContext context) {
    check(request.options());
    warn(request.target(), request.options(), context);
    return delete(request.target(), request.options(), context);
  }

  /// Deletes what the selection finds; answers with what it found.
  ApiResponse deleteCollection(ApiRequest.DeleteCollection request, RequestContext context) {
    check(request.options());
    var target = request.target();
    warn(target, request.options(), context);
    ListRules.checkList(request.selection(), Optional.empty());
    var found = reads.list(target, request.selection());
    var deleted = new ArrayList<StoredObject>();
    for (var object : found.items()) {
      var key = Metadata.key(object.message());
      try {
        delete(
            Target.of(target.resource(), key.namespace(), key.name()), request.options(), context);
        deleted.add(object);
      } catch (ApiException.NotFound _) {
        // Somebody else was faster.
        deleted.add(object);
      }
    }
    return new ApiResponse.Many(
        found.resource(),
        found.resourceVersion(),
        found.continueToken(),
        found.remaining(),
        List.copyOf(deleted));
  }

  private void warn(Target target, DeleteOptions options, RequestContext context) {
    workshop.strategy(target.resource()).deletionWarnings(options).forEach(context.warnings());
  }

  private ApiResponse delete(Target target, DeleteOptions options, RequestContext context) {
    var store = workshop.store(target.resource());
    var current = store.fetch(target.namespace(), target.name());
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var existing = current.orElseThrow(() -> Refusals.notFound(target));
      var response = attempt(target, existing, options, context);
      if (response.isPresent()) {
        return response.get();
      }
      current = store.fetch(target.namespace(), target.name());
    }
    throw Refusals.modified(target.resource(), target.name());
  }

  /// Empty if somebody else was faster.
  private Optional<ApiResponse> attempt(
      Target target, StoredObject existing, DeleteOptions options, RequestContext context) {
    boolean dryRun = options.getDryRunCount() > 0;
    var facts = workshop.facts(context);
    checkPreconditions(target, existing, options);
    admit(target, existing, context, facts, dryRun);
    var strategy = workshop.strategy(target.resource());
    var deletion = strategy.deletion(existing.message(), options, facts);
    return switch (DeletionPlan.decide(
        existing.message(), options, strategy.orphansByDefault(), deletion, facts.now())) {
      case DeletionPlan.Pending _ -> Optional.of(kept(existing, options));
      case DeletionPlan.Mark(var object) ->
          mark(target, existing, object, dryRun).map(marked -> kept(marked, options));
      case DeletionPlan.Expire(var object) ->
          mark(target, existing, object, dryRun)
              .flatMap(marked -> expire(target, marked, dryRun))
              .map(expired -> gone(target, expired));
      case DeletionPlan.Remove _ ->
          remove(target, existing, dryRun).map(removed -> gone(target, removed));
    };
  }

  private void admit(
      Target target,
      StoredObject existing,
      RequestContext context,
      StrategyContext facts,
      boolean dryRun) {
    var question =
        new AdmissionRequest(
            Operation.DELETE,
            target.resource(),
            target.namespace(),
            target.name(),
            "",
            Optional.empty(),
            Optional.of(existing.message()),
            facts,
            Admissions.notes(context),
            dryRun);
    workshop.admission().require(question);
  }

  private Optional<StoredObject> mark(
      Target target, StoredObject existing, Message marked, boolean dryRun) {
    if (dryRun) {
      return Optional.of(StoredObject.of(existing.kind(), marked, existing.revision()));
    }
    return stored(
        workshop
            .store(target.resource())
            .update(target.namespace(), target.name(), marked, existing.revision()));
  }

  /// Whoever else removes what was marked is welcome to.
  private Optional<StoredObject> expire(Target target, StoredObject marked, boolean dryRun) {
    if (dryRun) {
      return Optional.of(marked);
    }
    var removed = remove(target, marked, false);
    boolean left =
        removed.isEmpty()
            && workshop
                .store(target.resource())
                .fetch(target.namespace(), target.name())
                .isPresent();
    return left ? Optional.empty() : removed.or(() -> Optional.of(marked));
  }

  private Optional<StoredObject> remove(Target target, StoredObject existing, boolean dryRun) {
    if (dryRun) {
      return Optional.of(existing);
    }
    var removed =
        stored(
            workshop
                .store(target.resource())
                .delete(
                    target.namespace(), target.name(), existing.message(), existing.revision()));
    removed.ifPresent(
        _ -> workshop.hook(target.resource()).ifPresent(hook -> hook.released(existing.message())));
    return removed;
  }

  private static Optional<StoredObject> stored(Result result) {
    return result instanceof Result.Stored(var object) ? Optional.of(object) : Optional.empty();
  }

  private static ApiResponse kept(StoredObject object, DeleteOptions options) {
    boolean cascading = options.hasOrphanDependents() && !options.getOrphanDependents();
    return new ApiResponse.One(object, cascading ? 202 : 200);
  }

  private static ApiResponse gone(Target target, StoredObject object) {
    var resource = target.resource();
    if (SHOWN.contains(resource.groupResource())) {
      return new ApiResponse.One(object, 200);
    }
    var details =
        StatusDetails.newBuilder()
            .setName(target.name())
            .setGroup(resource.group())
            .setKind(resource.plural())
            .setUid(object.metadata().getUid());
    var status =
        Status.newBuilder()
            .setMetadata(ListMeta.getDefaultInstance())
            .setStatus("Success")
            .setDetails(details);
    return new ApiResponse.Done(status.build(), 200);
  }

  private static void checkPreconditions(
      Target target, StoredObject existing, DeleteOptions options) {
    var wanted = options.getPreconditions();
    var found = existing.metadata();
    boolean namespace = target.resource().groupResource().equals("namespaces");
    var named = namespace ? "namespaces" : Refusals.qualified(target.resource().kind().gvk());
    if (wanted.hasUid() && !wanted.getUid().equals(found.getUid())) {
      var format = namespace ? NAMESPACE_UID : UID;
      throw Refusals.conflict(
          named, target.name(), format.formatted(wanted.getUid(), found.getUid()));
    }
    if (wanted.hasResourceVersion()
        && !wanted.getResourceVersion().equals(found.getResourceVersion())) {
      var format = namespace ? NAMESPACE_VERSION : VERSION;
      throw Refusals.conflict(
          named,
          target.name(),
          format.formatted(wanted.getResourceVersion(), found.getResourceVersion()));
    }
  }

  private static void check(DeleteOptions options) {
    var errors = new ArrayList<FieldError>();
    var policy = FieldPath.of("propagationPolicy");
    if (options.hasOrphanDependents() && options.hasPropagationPolicy()) {
      errors.add(
          FieldError.invalid(
              policy,
              options.getPropagationPolicy(),
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (options.hasPropagationPolicy() && !POLICIES.contains(options.getPropagationPolicy())) {
      errors.add(
          FieldError.notSupported(
              policy,
              options.getPropagationPolicy(),
              List.of("Foreground", "Background", "Orphan", "nil")));
    }
    if (!options.getDryRunList().stream().allMatch("All"::equals)) {
      errors.add(
          FieldError.notSupported(FieldPath.of("dryRun"), options.getDryRunList(), List.of("All")));
    }
    if (!errors.isEmpty()) {
      throw Refusals.invalidOptions("DeleteOptions", errors);
    }
  }
}
