package dev.coxswain.apiserver.request;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.etcd.Compactor;
import dev.coxswain.apiserver.storage.etcd.EtcdConfig;
import dev.coxswain.apiserver.storage.etcd.EtcdStorage;
import dev.coxswain.apiserver.testing.EtcdServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

class EtcdReadSemanticsTest {
  private static EtcdServer etcd;
  private static EtcdStorage storage;

  @BeforeAll
  static void start() {
    assumeTrue(EtcdServer.isInstalled(), "needs etcd");
    etcd = EtcdServer.start();
    storage =
        EtcdStorage.alone(
            EtcdConfig.of(List.of(etcd.endpoint()), Optional.empty()), InstantSource.system());
  }

  @AfterAll
  static void stop() {
    if (etcd != null) {
      storage.close();
      etcd.close();
    }
  }

  @Nested
  class Lists extends ListSemanticsContract {
    @Override
    Store store() {
      return new Etcd();
    }
  }

  @Nested
  class Watches extends WatchSemanticsContract {
    @Override
    Store store() {
      return new Etcd();
    }
  }

  private static final class Etcd implements ReadScene.Store {
    @Override
    public Storage storage() {
      return storage;
    }

    /// Several steps: each forgets what was before the one before.
    @Override
    public void compact(long revision) {
      var compactor = new Compactor(storage);
      compactor.step();
      compactor.step();
      compactor.step();
    }
  }
}
