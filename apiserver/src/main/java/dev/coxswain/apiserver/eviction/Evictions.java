package dev.coxswain.apiserver.eviction;

import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Preconditions;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.policy.v1.Eviction;
import dev.coxswain.api.policy.v1.PodDisruptionBudget;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.eviction.EvictionRules.Verdict;
import dev.coxswain.apiserver.registry.Lookup;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.BodyDecoder;
import dev.coxswain.apiserver.request.Namespaces;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestHandler;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StoredObject;
import java.time.InstantSource;

/// `pods/eviction`: deletes a pod if its disruption budget allows it.
public final class Evictions implements RequestHandler {
  private static final int ATTEMPTS = 16;

  private static final ResourceType POD = Scheme.kubernetes().resourceOf(Pod.class);

  private final Lookup lookup;
  private final ObjectStore pods;
  private final ObjectStore budgets;
  private final InstantSource clock;
  private final RequestHandler deletion;

  /// @param deletion carries out the deletion of the pod, whoever asks; who may evict need not be
  ///   allowed to delete
  public Evictions(Storage storage, Lookup lookup, InstantSource clock, RequestHandler deletion) {
    this.lookup = lookup;
    this.pods = new ObjectStore(storage, POD);
    this.budgets =
        new ObjectStore(storage, Scheme.kubernetes().resourceOf(PodDisruptionBudget.class));
    this.clock = clock;
    this.deletion = deletion;
  }

  @Override
  public ApiResponse handle(ApiRequest request, RequestContext context) {
    if (!(request instanceof ApiRequest.Create create)) {
      throw ApiException.of(new Refusal.MethodNotSupported("pods/eviction", request.verb()));
    }
    var target = create.target();
    var eviction =
        (Eviction)
            Namespaces.placed(
                BodyDecoder.decode(
                    create.body(),
                    Scheme.kubernetes().kindOf(Eviction.class),
                    create.options().validation(),
                    context.warnings()),
                target);
    checkName(eviction, target);
    var options = options(eviction, create);
    var pod = pod(target);
    if (!EvictionRules.isFree(pod)) {
      spend(pod, options.getDryRunCount() > 0);
    }
    var doomed = Target.of(POD, target.namespace(), target.name());
    var response =
        deletion.handle(new ApiRequest.Delete(doomed, announced(target, options)), context);
    return response instanceof ApiResponse.Done done && done.code() >= 400
        ? response
        : new ApiResponse.Done(success(), 201);
  }

  private static void checkName(Eviction eviction, Target target) {
    var name = eviction.getMetadata().getName();
    if (!name.equals(target.name())) {
      throw ApiException.of(
          new Refusal.BadRequest("name in URL does not match name in Eviction object"));
    }
  }

  private static DeleteOptions options(Eviction eviction, ApiRequest.Create create) {
    var options = eviction.getDeleteOptions().toBuilder();
    if (create.options().dryRun() && options.getDryRunCount() == 0) {
      options.addDryRun("All");
    }
    return options.build();
  }

  private Pod pod(Target target) {
    return lookup
        .fetch(Pod.class, new ObjectKey(target.namespace(), target.name()))
        .orElseThrow(() -> ApiException.of(new Refusal.NotFound("pods", target.name())));
  }

  /// Takes one disruption from the pod's budget.
  private void spend(Pod pod, boolean dryRun) {
    var namespace = pod.getMetadata().getNamespace();
    var matching = EvictionRules.budgetsOf(pod, lookup.list(PodDisruptionBudget.class, namespace));
    if (matching.size() > 1) {
      throw ApiException.of(
          new Refusal.Unexplained(
              "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                  + " not support."));
    }
    if (matching.isEmpty()) {
      return;
    }
    var name = matching.getFirst().getMetadata().getName();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (spendOnce(pod, namespace, name, dryRun)) {
        return;
      }
    }
    throw ApiException.of(Refusal.Conflict.modified("poddisruptionbudgets.policy", name));
  }

  /// Whether it is settled; otherwise somebody else changed the budget meanwhile.
  private boolean spendOnce(Pod pod, String namespace, String name, boolean dryRun) {
    var stored = budgets.fetch(namespace, name);
    if (stored.isEmpty()) {
      return true;
    }
    var budget = (PodDisruptionBudget) stored.get().message();
    return switch (EvictionRules.judge(pod, budget, clock.instant())) {
      case Verdict.Delete _ -> true;
      case Verdict.Refuse(var refusal) -> throw ApiException.of(refusal);
      case Verdict.Spend(var spent) ->
          dryRun
              || budgets.update(namespace, name, spent, stored.get().revision())
                  instanceof ObjectStore.Result.Stored;
    };
  }

  /// Tells in the pod's status why it will go.
  ///
  /// @return the options for the deletion, which must meet the pod as it is then
  private DeleteOptions announced(Target target, DeleteOptions options) {
    if (options.getDryRunCount() > 0) {
      return options;
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var stored = pods.fetch(target.namespace(), target.name());
      if (stored.isEmpty() || !isMeant(stored.get(), options.getPreconditions())) {
        return options;
      }
      var disrupted = EvictionRules.disrupted((Pod) stored.get().message(), clock.instant());
      var result =
          pods.update(target.namespace(), target.name(), disrupted, stored.get().revision());
      if (result instanceof ObjectStore.Result.Stored(var written)) {
        return atVersion(options, Metadata.of(written.message()).getResourceVersion());
      }
    }
    throw ApiException.of(Refusal.Conflict.modified("pods", target.name()));
  }

  private static boolean isMeant(StoredObject pod, Preconditions preconditions) {
    var meta = Metadata.of(pod.message());
    return (!preconditions.hasUid() || preconditions.getUid().equals(meta.getUid()))
        && (!preconditions.hasResourceVersion()
            || preconditions.getResourceVersion().equals(meta.getResourceVersion()));
  }

  private static DeleteOptions atVersion(DeleteOptions options, String version) {
    if (!options.getPreconditions().hasResourceVersion()) {
      return options;
    }
    var changed = options.toBuilder();
    changed.getPreconditionsBuilder().setResourceVersion(version);
    return changed.build();
  }

  private static Status success() {
    return Status.newBuilder()
        .setMetadata(ListMeta.getDefaultInstance())
        .setStatus("Success")
        .setCode(201)
        .build();
  }
}
