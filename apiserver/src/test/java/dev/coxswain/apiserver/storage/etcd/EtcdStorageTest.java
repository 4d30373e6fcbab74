package dev.coxswain.apiserver.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.ByteString;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageContract;
import dev.coxswain.apiserver.testing.EtcdServer;
import io.etcd.jetcd.api.RangeRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EtcdStorageTest extends StorageContract {
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

  @Override
  protected Storage storage() {
    return storage;
  }

  @Override
  protected void compact(long revision) {
    storage.calls().compact(revision);
  }

  @Test
  void valuesWithALifeTimeShareALease() {
    var ttl = Duration.ofMinutes(61);
    storage.create("/registry/events/a", new byte[] {1}, ttl);
    storage.create("/registry/events/b", new byte[] {1}, ttl);
    assertThat(lease("/registry/events/a")).isNotZero().isEqualTo(lease("/registry/events/b"));
  }

  @Test
  void compactionForgetsWhatIsOlderThanTheStepBefore() {
    var compactor = new Compactor(storage);
    compactor.step();
    long between = storage.currentRevision();
    compactor.step();
    assertThat(storage.list("/registry/", "", 1, between).revision()).isEqualTo(between);
    compactor.step();
    compactor.step();
    assertThatThrownBy(() -> storage.list("/registry/", "", 1, between))
        .hasMessageContaining("compacted");
  }

  private static long lease(String key) {
    var request = RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
    return storage.calls().range(request).getKvs(0).getLease();
  }
}
