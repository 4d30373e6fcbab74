package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.ListMeta;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Carries out one request after the other was authorized. Blocking; to be called on a virtual
/// thread.
public final class RequestPipeline {
  private final Authorizer authorizer;
  private final Workshop workshop;
  private final Map<String, RequestHandler> handlers;
  private final Reads reads;
  private final Creates creates;
  private final Updates updates;
  private final Deletes deletes;

  private RequestPipeline(Builder builder) {
    authorizer = builder.authorizer;
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
    creates = new Creates(workshop);
    updates = new Updates(workshop);
    deletes = new Deletes(workshop, reads);
  }

  /// Carries the request out.
  ///
  /// @throws dev.coxswain.apimachinery.status.ApiException if the request is refused
  public ApiResponse handle(ApiRequest request, RequestContext context) {
    authorize(request, context);
    var target = request.target();
    try {
      var handler = handlers.get(key(target.resource().groupResource(), target.subresource()));
      return handler == null ? dispatch(request, context) : hand(request, context, handler);
    } catch (StorageException e) {
      throw Refusals.of(e, target, request.verb());
    }
  }

  /// Handlers know nothing of admission: what is sent to their subresources is let in here.
  private ApiResponse hand(ApiRequest request, RequestContext context, RequestHandler handler) {
    if (request instanceof ApiRequest.Create create && !create.target().subresource().isEmpty()) {
      var facts = workshop.facts(context);
      Admissions.ofSubresource(create, context, facts).ifPresent(workshop.admission()::require);
    }
    return handler.handle(request, context);
  }

  private void authorize(ApiRequest request, RequestContext context) {
    var target = request.target();
    var name = target.name();
    if (name.isEmpty()) {
      name =
          switch (request) {
            case ApiRequest.ListObjects(_, var selection, _) ->
                Attributes.selectedName(selection.fieldSelector());
            case ApiRequest.Watch watch ->
                Attributes.selectedName(watch.selection().fieldSelector());
            default -> "";
          };
    }
    authorizer.require(attributes(target, request.verb(), name, context));
  }

  private static Attributes attributes(
      Target target, String verb, String name, RequestContext context) {
    var resource = target.resource();
    return Attributes.of(
        context.user(),
        verb,
        resource.group(),
        resource.groupVersion().version(),
        resource.plural(),
        target.subresource(),
        target.namespace(),
        name);
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
      case ApiRequest.Create create -> create(create, context);
      case ApiRequest.Update update -> update(update, context);
      case ApiRequest.Patch patch -> patch(patch, context);
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
    var target = get.target();
    var parent = reads.get(target, get.resourceVersion());
    return new ApiResponse.One(shown(part(target), parent), 200);
  }

  private ApiResponse create(ApiRequest.Create create, RequestContext context) {
    var target = create.target();
    if (target.subresource().isEmpty()) {
      return creates.create(create, context);
    }
    var part = part(target);
    var sent =
        BodyDecoder.decode(
            create.body(), part.kind(), create.options().validation(), context.warnings());
    var response =
        written(target, part, _ -> sent, create.options(), context)
            .orElseThrow(() -> Refusals.notFound(target));
    return answersWithStatus(part)
        ? new ApiResponse.Done(success(), 201)
        : new ApiResponse.One(response.object(), 201);
  }

  private ApiResponse update(ApiRequest.Update update, RequestContext context) {
    var target = update.target();
    var part = part(target);
    var sent =
        BodyDecoder.decode(
            update.body(), part.kind(), update.options().validation(), context.warnings());
    if (Metadata.isIn(sent.getDescriptorForType())) {
      Namespaces.checkName(Namespaces.placed(sent, target), target);
    }
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
    var placed = Namespaces.placed(sent, target);
    Namespaces.checkName(placed, target);
    refuseVersion(placed, target);
    authorizer.require(attributes(target, "create", target.name(), context));
    return creates.create(target, placed, update.options(), context);
  }

  private ApiResponse patch(ApiRequest.Patch patch, RequestContext context) {
    Patches.checkApply(patch);
    var target = patch.target();
    var part = part(target);
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
    authorizer.require(attributes(target, "create", target.name(), context));
    var wanted = Namespaces.placed(change.wanted(part.kind().prototype()), target);
    Namespaces.checkName(wanted, target);
    refuseVersion(wanted, target);
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
    return updates.update(job).map(object -> new ApiResponse.One(shown(part, object), 200));
  }

  /// The version of an object that does not exist cannot be the latest one.
  private static void refuseVersion(Message sent, Target target) {
    if (!Metadata.of(sent).getResourceVersion().isEmpty()) {
      throw Refusals.modified(target.resource(), target.name());
    }
  }

  private Part part(Target target) {
    var strategy = workshop.strategy(target.resource());
    return switch (target.subresource()) {
      case "" -> new Part.Main(target.resource(), strategy);
      case "status" -> new Part.StatusPart(target.resource(), strategy);
      default -> new Part.Sub(subresource(target));
    };
  }

  @SuppressWarnings("unchecked")
  private SubresourceStrategy<Message, Message> subresource(Target target) {
    return (SubresourceStrategy<Message, Message>)
        workshop
            .strategy(target.resource())
            .subresource(target.subresource())
            .orElseThrow(() -> Refusals.notFound(target));
  }

  private static StoredObject shown(Part part, StoredObject object) {
    return part instanceof Part.Sub
        ? StoredObject.of(part.kind(), part.read(object.message()), object.revision())
        : object;
  }

  private static boolean answersWithStatus(Part part) {
    return part instanceof Part.Sub(var strategy) && strategy.answersWithStatus();
  }

  private static Status success() {
    return Status.newBuilder()
        .setMetadata(ListMeta.getDefaultInstance())
        .setStatus("Success")
        .setCode(201)
        .build();
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
