package dev.coxswain.apiserver.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.apimachinery.codec.WireCodec;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.testing.EtcdServer;
import io.etcd.jetcd.api.RangeRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two servers on one store behave as one.
class SeveralServersTest {
  private static final InstantSource CLOCK = InstantSource.system();

  private static EtcdServer etcd;
  private static EtcdStorage first;
  private static EtcdStorage second;
  private static ClusterCache secondCache;

  @BeforeAll
  static void start() {
    assumeTrue(EtcdServer.isInstalled(), "needs etcd");
    etcd = EtcdServer.start();
    first = open();
    second = open();
    secondCache = ClusterCache.start(second, CLOCK);
  }

  @AfterAll
  static void stop() {
    if (etcd != null) {
      secondCache.close();
      first.close();
      second.close();
      etcd.close();
    }
  }

  @Test
  void whatOneHasWrittenTheOtherShowsAtOnce() {
    var resource = Scheme.kubernetes().resourceOf(ConfigMap.class);
    for (int i = 0; i < 50; i++) {
      var name = "c" + i;
      var map =
          Manifests.read(ConfigMap.class, "metadata: {name: %s, namespace: ns}".formatted(name));
      var value = WireCodec.envelope(Scheme.kubernetes().kindOf(map), map);
      first.create("/registry/configmaps/ns/" + name, value, Duration.ZERO);
      secondCache.awaitLatest();
      assertThat(secondCache.of(resource).get("ns", name).map(StoredObject::metadata))
          .as(name)
          .hasValueSatisfying(meta -> assertThat(meta.getName()).isEqualTo(name));
    }
  }

  @Test
  void oneOfThemCompacts() {
    var compactors = List.of(new Compactor(first), new Compactor(second));
    for (int round = 0; round < 4; round++) {
      compactors.forEach(Compactor::step);
    }
    assertThat(rounds()).as("counted up once in each round").isBetween(4L, 5L);
  }

  private static long rounds() {
    var key = ByteString.copyFromUtf8("compact_rev_key");
    return first
        .calls()
        .range(RangeRequest.newBuilder().setKey(key).build())
        .getKvs(0)
        .getVersion();
  }

  private static EtcdStorage open() {
    return EtcdStorage.alone(EtcdConfig.of(List.of(etcd.endpoint()), Optional.empty()), CLOCK);
  }
}
