package dev.coxswain.apiserver.storage.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.meta.v1.ObjectMeta;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.ObjectStore.Result;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.cache.CachedResource.WatchOptions;
import dev.coxswain.apiserver.storage.etcd.EtcdConfig;
import dev.coxswain.apiserver.storage.etcd.EtcdStorage;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import dev.coxswain.apiserver.testing.EtcdServer;
import dev.coxswain.apiserver.testing.WatchReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterCacheTest {
  private static final ResourceType CONFIG_MAPS =
      Scheme.kubernetes().resource("", "v1", "configmaps").orElseThrow();
  private static final InstantSource CLOCK = InstantSource.system();
  private static final WatchOptions EVERYTHING =
      new WatchOptions(Selection.all(""), false, false, Duration.ofMinutes(10), CLOCK);

  @Test
  void aLostHistoryIsListedAnewAndOldWatchesEnd() throws InterruptedException {
    var storage = new InMemoryStorage();
    var cache = ClusterCache.inline(storage, CLOCK);
    create(storage, "a");
    var watch = cache.of(CONFIG_MAPS).watchFromNow(EVERYTHING);
    create(storage, "b");
    storage.compact(storage.currentRevision());
    create(storage, "c");
    assertThat(names(cache)).containsExactly("a", "b", "c");
    assertThat(watch.poll()).isEmpty();
    assertThat(watch.isClosed()).isTrue();
  }

  @Test
  void whoeverIsTooSlowIsClosed() throws InterruptedException {
    var storage = new InMemoryStorage();
    var cache = ClusterCache.inline(storage, InstantSource.fixed(CLOCK.instant()));
    var slow = cache.of(CONFIG_MAPS).watchFromNow(EVERYTHING);
    var revision = create(storage, "a");
    for (int i = 0; i < EventRing.MAX + 1; i++) {
      revision = update(storage, "a", i, revision);
    }
    assertThat(slow.poll()).isEmpty();
    assertThat(slow.isClosed()).isTrue();
  }

  @Test
  void aReadAfterAWriteShowsItAndWatchesSurviveTheDeathOfEtcd() throws InterruptedException {
    assumeTrue(EtcdServer.isInstalled(), "needs etcd");
    try (var etcd = EtcdServer.start();
        var storage =
            EtcdStorage.alone(EtcdConfig.of(List.of(etcd.endpoint()), Optional.empty()), CLOCK);
        var cache = ClusterCache.start(storage, CLOCK)) {
      cache.awaitLatest();
      var watch = cache.of(CONFIG_MAPS).watchFromNow(EVERYTHING);
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 20; i++) {
          var name = "c-%d-%02d".formatted(round, i);
          create(storage, name);
          cache.awaitLatest();
          assertThat(cache.of(CONFIG_MAPS).get("default", name)).isPresent();
        }
        etcd.kill();
        etcd.restart();
        awaitBack(cache);
      }
      assertThat(cache.revision()).isGreaterThanOrEqualTo(storage.currentRevision());
      assertThat(added(watch, 60)).hasSize(60).isSorted().doesNotHaveDuplicates();
    }
  }

  private static void awaitBack(ClusterCache cache) {
    for (int attempt = 0; ; attempt++) {
      try {
        cache.awaitLatest();
        return;
      } catch (StorageException e) {
        if (attempt == 5) {
          throw e;
        }
      }
    }
  }

  private static List<String> added(CachedWatch watch, int count) throws InterruptedException {
    var names = new ArrayList<String>();
    while (names.size() < count) {
      var item = WatchReader.next(watch, Duration.ofSeconds(5)).orElseThrow();
      names.add(((WatchItem.Event) item).object().metadata().getName());
    }
    return names;
  }

  private static List<String> names(ClusterCache cache) {
    return cache.of(CONFIG_MAPS).list(Selection.all("default"), "", 0).items().stream()
        .map(object -> object.metadata().getName())
        .toList();
  }

  private static long create(Storage storage, String name) {
    var result = new ObjectStore(storage, CONFIG_MAPS).create("default", name, object(name, 0));
    return ((Result.Stored) result).object().revision();
  }

  private static long update(Storage storage, String name, int value, long revision) {
    var store = new ObjectStore(storage, CONFIG_MAPS);
    var result = store.update("default", name, object(name, value), revision);
    return ((Result.Stored) result).object().revision();
  }

  private static ConfigMap object(String name, int value) {
    return ConfigMap.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(name))
        .putData("k", "" + value)
        .build();
  }
}
