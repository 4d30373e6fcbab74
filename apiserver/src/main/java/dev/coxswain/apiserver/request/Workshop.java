package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.registry.ResourceStrategy;
import dev.coxswain.apiserver.registry.StrategyContext;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.registry.SubresourceStrategy;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What all writes need.
///
/// @param hooks by resource, as in `services`
record Workshop(
    Storage storage,
    ClusterCache cache,
    StrategyRegistry strategies,
    AdmissionChain admission,
    Map<String, WriteHook<? extends Message>> hooks,
    Identities identities,
    InstantSource clock) {

  ResourceStrategy<Message> strategy(ResourceType resource) {
    return strategies.of(resource);
  }

  /// What of an object a request is about.
  Part part(Target target) {
    var strategy = strategy(target.resource());
    return switch (target.subresource()) {
      case "" -> new Part.Main(target.resource(), strategy);
      case "status" -> new Part.StatusPart(target.resource(), strategy);
      default -> new Part.Sub(subresource(target));
    };
  }

  @SuppressWarnings("unchecked")
  private SubresourceStrategy<Message, Message> subresource(Target target) {
    return (SubresourceStrategy<Message, Message>)
        strategy(target.resource())
            .subresource(target.subresource())
            .orElseThrow(() -> Refusals.notFound(target));
  }

  ObjectStore store(ResourceType resource) {
    return new ObjectStore(storage, resource, cache.ownWrites());
  }

  /// The object at hand, perhaps outdated.
  Optional<StoredObject> cached(Target target) {
    return cache.of(target.resource()).get(target.namespace(), target.name());
  }

  StrategyContext facts(RequestContext context) {
    return new StrategyContext(
        clock.instant(), Admissions.proto(context.user()), new CacheLookup(cache, storage));
  }

  @SuppressWarnings("unchecked")
  Optional<WriteHook<Message>> hook(ResourceType resource) {
    return Optional.ofNullable((WriteHook<Message>) hooks.get(resource.groupResource()));
  }
}
