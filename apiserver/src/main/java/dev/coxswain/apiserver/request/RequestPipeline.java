package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/// Carries out one request after the other was authorized. Blocking; to be called on a virtual
/// thread.
public final class RequestPipeline {
  private final Access access;
  private final Workshop workshop;
  private final Map<String, RequestHandler> handlers;
  private final Reads reads;
  private final Writes writes;
  private final Deletes deletes;

  private RequestPipeline(Builder builder) {
    access = new Access(builder.authorizer);
    handlers = Map.copyOf(builder.handlers);
    workshop =
        new Workshop(
            builder.storage,
            builder.cache,
            builder.strategies,
            builder.admission,
            Map.copyOf(builder.hooks),
            new Identities(builder.random),
            builder.clock);
    reads = new Reads(builder.cache, builder.strategies, builder.clock, builder.random);
    writes = new Writes(workshop, access);
    deletes = new Deletes(workshop, reads);
  }

  /// Carries the request out.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if the request is refused
  public ApiResponse handle(ApiRequest request, RequestContext context) {
    access.require(request, context);
    var target = request.target();
    try {
      var handler = handlers.get(key(target.resource().groupResource(), target.subresource()));
      return handler == null ? dispatch(request, context) : hand(request, context, handler);
    } catch (StorageException e) {
      throw Refusals.of(e, target, request.verb());
    }
  }

  /// A read of one object for somebody who doesn't wait. Fails as [#handle] does; what follows must
  /// be quick.
  ///
  /// @return empty if this read may have to wait for something else: then it is for [#handle]
  /// @throws dev.coxswain.apimachinery.status.ApiException if the request is refused
  public Optional<CompletableFuture<ApiResponse.One>> handleLater(
      ApiRequest.Get request, RequestContext context) {
    var target = request.target();
    if (handlers.containsKey(key(target.resource().groupResource(), target.subresource()))) {
      return Optional.empty();
    }
    access.require(request, context);
    checkServed(request);
    return reads
        .fresh(request.resourceVersion())
        .map(fresh ->
            fresh
                .thenApply(_ -> shown(target, reads.now(target)))
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(refusal(e, request))));
  }

  private static Throwable refusal(Throwable e, ApiRequest request) {
    var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof StorageException failure
        ? Refusals.of(failure, request.target(), request.verb())
        : cause;
  }

  /// Handlers know nothing of admission: what is sent to their subresources is let in here.
  private ApiResponse hand(ApiRequest request, RequestContext context, RequestHandler handler) {
    if (request instanceof ApiRequest.Create create && !create.target().subresource().isEmpty()) {
      var facts = workshop.facts(context);
      Admissions.ofSubresource(create, context, facts).ifPresent(workshop.admission()::require);
    }
    return handler.handle(request, context);
  }

  /// Lets in, or not, whoever wants to be connected to what a subresource such as `pods/exec`
  /// stands for. That they are authorized is the caller's business.
  ///
  /// @param options what they ask of it
  /// @throws dev.coxswain.apimachinery.status.ApiException if they are refused
  public void admitConnection(Target target, Message options, RequestContext context) {
    workshop
        .admission()
        .require(Admissions.ofConnection(target, options, context, workshop.facts(context)));
  }

  private ApiResponse dispatch(ApiRequest request, RequestContext context) {
    checkServed(request);
    return switch (request) {
      case ApiRequest.Get get -> get(get);
      case ApiRequest.ListObjects list -> {
        ListRules.checkList(list.selection(), list.sendInitialEvents());
        yield reads.list(list.target(), list.selection());
      }
      case ApiRequest.Watch watch -> reads.watch(watch);
      case ApiRequest.Create create -> writes.create(create, context);
      case ApiRequest.Update update -> writes.update(update, context);
      case ApiRequest.Patch patch -> writes.patch(patch, context);
      case ApiRequest.Delete delete -> deletes.delete(delete, context);
      case ApiRequest.DeleteCollection deletion -> deletes.deleteCollection(deletion, context);
    };
  }

  private static void checkServed(ApiRequest request) {
    var target = request.target();
    var verb = request.verb();
    boolean served =
        target.subresource().isEmpty()
            ? target.resource().supports(verb)
            : target
                .resource()
                .subresource(target.subresource())
                .filter(sub -> sub.getVerbsList().contains(verb))
                .isPresent();
    if (!served) {
      throw Refusals.methodNotSupported(target, verb);
    }
  }

  private ApiResponse get(ApiRequest.Get get) {
    return shown(get.target(), reads.get(get.target(), get.resourceVersion()));
  }

  private ApiResponse.One shown(Target target, StoredObject object) {
    return new ApiResponse.One(workshop.part(target).shown(object), 200);
  }

  private static String key(String resource, String subresource) {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Strings the pipeline up. Storage, cache, strategies, authorizer, clock and random are needed.
  public static final class Builder {
    private Authorizer authorizer;
    private Storage storage;
    private ClusterCache cache;
    private StrategyRegistry strategies;
    private AdmissionChain admission = AdmissionChain.none();
    private InstantSource clock;
    private RandomGenerator random;
    private final Map<String, RequestHandler> handlers = new HashMap<>();
    private final Map<String, WriteHook<? extends Message>> hooks = new HashMap<>();

    private Builder() {}

    public Builder authorizer(Authorizer value) {
      authorizer = value;
      return this;
    }

    public Builder storage(Storage value, ClusterCache itsCache) {
      storage = value;
      cache = itsCache;
      return this;
    }

    public Builder strategies(StrategyRegistry value) {
      strategies = value;
      return this;
    }

    public Builder admission(AdmissionChain value) {
      admission = value;
      return this;
    }

    public Builder clock(InstantSource value) {
      clock = value;
      return this;
    }

    /// Where names and uids come from.
    public Builder random(RandomGenerator value) {
      random = value;
      return this;
    }

    /// Serves a resource, or a subresource of it, by a handler of its own.
    ///
    /// @param groupResource as in `tokenreviews.authentication.k8s.io`
    /// @param subresource empty for the resource itself
    public Builder handler(String groupResource, String subresource, RequestHandler handler) {
      handlers.put(key(groupResource, subresource), handler);
      return this;
    }

    public <T extends Message> Builder hook(String groupResource, WriteHook<T> hook) {
      hooks.put(groupResource, hook);
      return this;
    }

    public RequestPipeline build() {
      return new RequestPipeline(this);
    }
  }
}
