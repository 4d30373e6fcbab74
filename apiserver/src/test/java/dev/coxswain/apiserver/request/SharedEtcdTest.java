package dev.coxswain.apiserver.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Message;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.catalog.AdmissionPlugins;
import dev.coxswain.apiserver.admission.catalog.AdmissionSettings;
import dev.coxswain.apiserver.admission.catalog.Surroundings;
import dev.coxswain.apiserver.allocation.AddressRange;
import dev.coxswain.apiserver.allocation.PortRange;
import dev.coxswain.apiserver.allocation.ServiceAllocator;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Authorizer;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.etcd.EtcdConfig;
import dev.coxswain.apiserver.storage.etcd.EtcdStorage;
import dev.coxswain.apiserver.testing.EtcdServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two API servers on one etcd, each with a cache of its own that may be behind, and many clients
/// at once: nothing is given away twice, and nothing that is left is refused.
final class SharedEtcdTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final int CLIENTS = 40;
  private static final int ADDRESSES = 14; // of a /28: all but the network's and the broadcast's
  private static final PortRange PORTS = new PortRange(30000, 30009);
  private static final String NAMESPACE = "here";

  private EtcdServer etcd;
  private List<Server> servers;

  @BeforeAll
  static void isInstalled() {
    assumeTrue(EtcdServer.isInstalled(), "needs etcd");
  }

  @BeforeEach
  void start() {
    etcd = EtcdServer.start();
    servers = List.of(Server.on(etcd, 1), Server.on(etcd, 2));
    servers.getFirst().create(Manifests.read(Namespace.class, "metadata: {name: here}"));
  }

  @AfterEach
  void stop() {
    servers.forEach(Server::close);
    etcd.close();
  }

  @Test
  void aQuotaIsUsedUpAndNeverExceeded() throws InterruptedException {
    var quotas = servers.getFirst().store(ResourceQuota.class);
    quotas.create(
        NAMESPACE,
        "q",
        Manifests.read(
            ResourceQuota.class,
            """
            metadata: {name: q, namespace: here}
            spec: {hard: {configmaps: 10}}
            status: {hard: {configmaps: 10}, used: {configmaps: 0}}
            """));
    servers.forEach(Server::catchUp);
    var outcomes =
        createAll(i ->
            Manifests.read(ConfigMap.class, "metadata: {name: m%d, namespace: here}".formatted(i)));
    assertThat(outcomes.created()).hasSize(10);
    assertThat(outcomes.refusals())
        .hasSize(CLIENTS - 10)
        .allMatch(r -> r.contains("exceeded quota: q,"));
    var quota = (ResourceQuota) quotas.fetch(NAMESPACE, "q").orElseThrow().message();
    assertThat(quota.getStatus().getUsedOrThrow("configmaps").getString()).isEqualTo("10");
  }

  @Test
  void addressesAreUsedUpAndNeverShared() throws InterruptedException {
    var outcomes = createAll(i -> service(i, "{ports: [{port: 80}]}"));
    assertThat(outcomes.refusals()).allMatch(r -> r.contains("range is full"));
    assertThat(outcomes.created())
        .hasSize(ADDRESSES)
        .extracting(o -> ((Service) o).getSpec().getClusterIP())
        .doesNotHaveDuplicates()
        .allMatch(address -> address.startsWith("10.96.0."));
  }

  @Test
  void nodePortsAreUsedUpAndNeverShared() throws InterruptedException {
    var outcomes = createAll(i -> service(i, "{type: NodePort, ports: [{port: 80}]}"));
    assertThat(outcomes.refusals()).allMatch(r -> r.contains("range is full"));
    assertThat(outcomes.created())
        .hasSize(PORTS.last() - PORTS.first() + 1)
        .extracting(o -> ((Service) o).getSpec().getPorts(0).getNodePort())
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= PORTS.first() && port <= PORTS.last());
  }

  @Test
  void anAddressThatAllAskForIsOnes() throws InterruptedException {
    var outcomes = createAll(i -> service(i, "{clusterIP: 10.96.0.7, ports: [{port: 80}]}"));
    assertThat(outcomes.created()).hasSize(1);
    assertThat(outcomes.refusals())
        .hasSize(CLIENTS - 1)
        .allMatch(r -> r.contains("provided IP is already allocated"));
  }

  private static Service service(int i, String spec) {
    return Manifests.read(
        Service.class, "{metadata: {name: s%d, namespace: here}, spec: %s}".formatted(i, spec));
  }

  /// What became of many creations at once, every other through the other server.
  private Outcomes createAll(IntFunction<Message> objects) throws InterruptedException {
    var created = new ArrayList<Message>();
    var refusals = new ArrayList<String>();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls =
          IntStream.range(0, CLIENTS)
              .<Callable<Message>>mapToObj(
                  i -> () -> servers.get(i % servers.size()).create(objects.apply(i)))
              .toList();
      for (var call : clients.invokeAll(calls)) {
        try {
          created.add(call.get());
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(ApiException.class);
          refusals.add(e.getCause().getMessage());
        }
      }
    }
    return new Outcomes(created, refusals);
  }

  private record Outcomes(List<Message> created, List<String> refusals) {}

  /// All of a server that stands behind its fronts.
  private record Server(EtcdStorage storage, ClusterCache cache, RequestPipeline pipeline)
      implements AutoCloseable {

    static Server on(EtcdServer etcd, int seed) {
      var storage =
          EtcdStorage.alone(EtcdConfig.of(List.of(etcd.endpoint()), Optional.empty()), CLOCK);
      var cache = ClusterCache.start(storage, CLOCK);
      var lookup = new CacheLookup(cache, storage);
      var random = new Random(seed);
      Authorizer everybody = _ -> Decision.allow("");
      var pipeline =
          RequestPipeline.builder()
              .storage(storage, cache)
              .strategies(Catalog.strategies())
              .authorizer(everybody)
              .admission(
                  AdmissionPlugins.chain(
                      new Surroundings(
                          AdmissionSettings.standard(),
                          lookup,
                          storage,
                          everybody,
                          random,
                          Thread::sleep)))
              .hook(
                  "services",
                  new ServiceAllocator(
                      storage, List.of(AddressRange.parse("10.96.0.0/28")), PORTS, random))
              .clock(CLOCK)
              .random(random)
              .build();
      return new Server(storage, cache, pipeline);
    }

    Message create(Message object) {
      var resource = Scheme.kubernetes().resourceOf(object.getClass());
      var collection = Target.of(resource, Metadata.of(object).getNamespace(), "");
      var request = new ApiRequest.Create(collection, Body.of(object), WriteOptions.defaults());
      var context =
          new RequestContext(
              UserInfo.of("admin", "system:masters"), "test/1.0", CLOCK.instant(), _ -> {});
      return ((ApiResponse.One) pipeline.handle(request, context)).object().message();
    }

    ObjectStore store(Class<? extends Message> type) {
      return new ObjectStore(storage, Scheme.kubernetes().resourceOf(type));
    }

    void catchUp() {
      cache.awaitLatest();
    }

    @Override
    public void close() {
      cache.close();
      storage.close();
    }
  }
}
