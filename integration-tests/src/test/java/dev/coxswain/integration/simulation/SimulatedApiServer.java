package dev.coxswain.integration.simulation;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.ServiceAccount;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.admission.catalog.AdmissionPlugins;
import dev.coxswain.apiserver.admission.catalog.AdmissionSettings;
import dev.coxswain.apiserver.admission.catalog.Surroundings;
import dev.coxswain.apiserver.allocation.AddressRange;
import dev.coxswain.apiserver.allocation.PortRange;
import dev.coxswain.apiserver.allocation.ServiceAllocator;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.CacheLookup;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import dev.coxswain.apiserver.storage.Storage.Change;
import dev.coxswain.apiserver.storage.Storage.Changes;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The real request pipeline over a store in memory, asked directly instead of over the network.
final class SimulatedApiServer {
  private static final List<String> NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final InMemoryStorage storage = new InMemoryStorage();
  private final SimulatedClock clock;
  private final RequestPipeline pipeline;
  private final Changes changes = storage.watch(0);
  private final Map<String, Long> lastChanges = new HashMap<>();

  SimulatedApiServer(SimulatedClock clock, RandomGenerator random) {
    this.clock = clock;
    var cache = ClusterCache.inline(storage, clock);
    pipeline =
        RequestPipeline.builder()
            .storage(storage, cache)
            .strategies(Catalog.strategies())
            .authorizer(_ -> Decision.allow(""))
            .admission(
                AdmissionPlugins.chain(
                    new Surroundings(
                        AdmissionSettings.standard(),
                        new CacheLookup(cache, storage),
                        storage,
                        _ -> Decision.allow(""),
                        random,
                        _ -> {})))
            .clock(clock)
            .random(random)
            .hook(
                "services",
                new ServiceAllocator(
                    storage,
                    List.of(AddressRange.parse("10.96.0.0/16")),
                    PortRange.parse("30000-32767"),
                    random))
            .build();
  }

  /// What a new cluster has: namespaces, and the accounts that pods run under.
  void bootstrap() {
    NAMESPACES.forEach(name -> {
      create(Namespace.newBuilder().setMetadata(ObjectMeta.newBuilder().setName(name)).build());
      create(
          ServiceAccount.newBuilder()
              .setMetadata(ObjectMeta.newBuilder().setNamespace(name).setName("default"))
              .build());
    });
  }

  private void create(Message object) {
    var type = Scheme.kubernetes().resourceOf(object.getClass());
    handle(
        new ApiRequest.Create(
            Target.of(type, Metadata.of(object).getNamespace(), ""),
            Body.of(object),
            WriteOptions.defaults()),
        "bootstrap");
  }

  ApiResponse handle(ApiRequest request, String user) {
    return pipeline.handle(
        request,
        new RequestContext(UserInfo.of(user, "system:masters"), user, clock.instant(), _ -> {}));
  }

  /// What was written since the last call, in order.
  List<Change> news() {
    try {
      var news = changes.next(Duration.ZERO);
      news.forEach(change -> lastChanges.put(prefix(change.key()), change.revision()));
      return news;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a simulation", e);
    }
  }

  /// The revision of the last write that [#news] has told.
  ///
  /// @param resource as of [#resource]
  long lastChangeOf(String resource) {
    return lastChanges.getOrDefault(resource, 0L);
  }

  static String resource(ResourceType type) {
    return prefix(type.storagePrefix());
  }

  /// Of resources that share it, each has to look; that costs a little and does no harm.
  private static String prefix(String key) {
    int start = "/registry/".length();
    int end = key.indexOf('/', start);
    return end < 0 ? key : key.substring(start, end);
  }
}
