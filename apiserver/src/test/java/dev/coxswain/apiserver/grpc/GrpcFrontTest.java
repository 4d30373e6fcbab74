package dev.coxswain.apiserver.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.Authentication;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.flow.PlainLimits;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.EventLoops;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.etcd.EtcdConfig;
import dev.coxswain.apiserver.storage.etcd.EtcdStorage;
import dev.coxswain.apiserver.testing.EtcdServer;
import dev.coxswain.client.GrpcApiClient;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.WatchEvent;
import io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The way of a component's call: client, front, pipeline, cache and a real etcd.
class GrpcFrontTest {
  private static final EventLoops LOOPS = new EventLoops();
  private static final Deadlines DEADLINES = new Deadlines();

  private static EtcdServer etcd;
  private static EtcdStorage storage;
  private static ClusterCache cache;
  private static GrpcFront front;
  private static GrpcApiClient client;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(EtcdServer.isInstalled(), "needs etcd");
    etcd = EtcdServer.start();
    var clock = InstantSource.system();
    storage = EtcdStorage.alone(EtcdConfig.of(List.of(etcd.endpoint()), Optional.empty()), clock);
    cache = ClusterCache.start(storage, clock);
    var pipeline =
        RequestPipeline.builder()
            .storage(storage, cache)
            .strategies(Catalog.strategies())
            .authorizer(attributes ->
                attributes.resource().equals("secrets")
                    ? Decision.deny("no secrets")
                    : Decision.allow(""))
            .clock(clock)
            .random(new Random(1))
            .build();
    front =
        GrpcFront.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            _ -> new Authentication.Known(UserInfo.of("test"), List.of()),
            pipeline,
            new PlainLimits(10, 10),
            new RequestMetrics(new SimpleMeterRegistry()),
            Duration.ofSeconds(1),
            LOOPS,
            DEADLINES,
            clock);
    var channel =
        NettyChannelBuilder.forAddress("127.0.0.1", front.port())
            .usePlaintext()
            .maxInboundMessageSize(64 << 20)
            .build();
    client = new GrpcApiClient(channel, "tester", Duration.ofSeconds(10));
  }

  @AfterAll
  static void stop() {
    if (etcd != null) {
      client.close();
      front.close();
      cache.close();
      storage.close();
      etcd.close();
    }
    LOOPS.close();
    DEADLINES.close();
  }

  @Test
  void objectsComeAndGo() {
    var created = client.create(configMap("life", "1"));
    assertThat(created.getMetadata().getUid()).isNotEmpty();
    var key = new ObjectKey("default", "life");
    assertThat(client.get(ConfigMap.class, key)).isEqualTo(created);
    var changed = client.update(created.toBuilder().putData("k", "2").build());
    assertThat(changed.getMetadata().getResourceVersion())
        .isNotEqualTo(created.getMetadata().getResourceVersion());
    assertThatThrownBy(() -> client.update(created.toBuilder().putData("k", "3").build()))
        .isInstanceOf(ApiException.Conflict.class);
    client.delete(ConfigMap.class, key, DeleteOptions.getDefaultInstance());
    assertThatThrownBy(() -> client.get(ConfigMap.class, key))
        .isInstanceOf(ApiException.NotFound.class)
        .hasMessage("configmaps \"life\" not found");
  }

  @Test
  void refusalsCarryTheWholeStatus() {
    assertThatThrownBy(() -> client.create(configMap("Not A Name", "1")))
        .isInstanceOfSatisfying(
            ApiException.Invalid.class,
            e ->
                assertThat(e.status().getDetails().getCauses(0).getField())
                    .isEqualTo("metadata.name"));
    assertThatThrownBy(() -> client.list(Secret.class, ListQuery.all()))
        .isInstanceOf(ApiException.Forbidden.class)
        .hasMessageContaining("no secrets");
  }

  @Test
  void aWatchFollowsAListWithoutAGap() throws Exception {
    client.create(configMap("watched-0", "x"));
    var query = ListQuery.all();
    var list = client.list(ConfigMap.class, query);
    var rv = list.resourceVersion();
    try (var watch = client.watch(ConfigMap.class, query.withResourceVersion(rv))) {
      for (int i = 1; i <= 50; i++) {
        client.create(configMap("watched-" + i, "x"));
      }
      client.delete(
          ConfigMap.class,
          new ObjectKey("default", "watched-0"),
          DeleteOptions.getDefaultInstance());
      var seen = new ArrayList<String>();
      while (!seen.contains("DELETED watched-0")) {
        WatchEvent<ConfigMap> event = watch.next();
        var name = Metadata.of(event.object()).getName();
        if (name.startsWith("watched-")) {
          seen.add(event.type() + " " + name);
        }
      }
      assertThat(seen).hasSize(51).doesNotHaveDuplicates();
    }
  }

  @Test
  void aLargeListComesInChunks() {
    var big = "x".repeat(400_000);
    for (int i = 0; i < 12; i++) {
      client.create(configMap("big-" + i, big));
    }
    var list = client.list(ConfigMap.class, ListQuery.all());
    assertThat(list.items().stream().filter(c -> Metadata.of(c).getName().startsWith("big-")))
        .hasSize(12);
  }

  private static ConfigMap configMap(String name, String value) {
    return ConfigMap.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(name))
        .putData("k", value)
        .build();
  }
}
