package dev.coxswain.apiserver.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.Service;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// A store that writes a service, and whose answer is lost.
final class UnknownOutcomeTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static final ResourceType SERVICES = Scheme.kubernetes().resourceOf(Service.class);

  private final Mute storage = new Mute();
  private final RequestPipeline pipeline = pipeline();

  @Test
  void whatAServiceThatMayBeStoredTookIsNotGivenToAnother() {
    storage.mute = true;
    assertThatThrownBy(() -> create("a", "10.96.0.3", "ClusterIP", 0))
        .isInstanceOf(ApiException.class);
    storage.mute = false;
    assertThat(storage.get("/registry/services/specs/here/a")).isPresent();
    assertThatThrownBy(() -> create("b", "10.96.0.3", "ClusterIP", 0))
        .hasMessageContaining("provided IP is already allocated");
  }

  @Test
  void norWhatItTookWhenItChanged() {
    create("a", "10.96.0.3", "ClusterIP", 0);
    storage.mute = true;
    assertThatThrownBy(() -> update("a", "10.96.0.3", 30001)).isInstanceOf(ApiException.class);
    storage.mute = false;
    assertThatThrownBy(() -> create("b", "10.96.0.4", "NodePort", 30001))
        .hasMessageContaining("provided port is already allocated");
  }

  private void create(String name, String address, String type, int nodePort) {
    handle(
        new ApiRequest.Create(
            Target.of(SERVICES, "here", ""),
            Body.of(service(name, address, type, nodePort)),
            WriteOptions.defaults()));
  }

  private void update(String name, String address, int nodePort) {
    handle(
        new ApiRequest.Update(
            Target.of(SERVICES, "here", name),
            Body.of(service(name, address, "NodePort", nodePort)),
            WriteOptions.defaults()));
  }

  private void handle(ApiRequest request) {
    pipeline.handle(request, new RequestContext(UserInfo.of("jane"), "test", NOW, _ -> {}));
  }

  private static Service service(String name, String address, String type, int nodePort) {
    return Manifests.read(
        Service.class,
        """
        metadata: {name: %s, namespace: here}
        spec: {type: %s, clusterIP: %s, ports: [{port: 80, nodePort: %d}]}
        """
            .formatted(name, type, address, nodePort));
  }

  private RequestPipeline pipeline() {
    var ranges = List.of(AddressRange.parse("10.96.0.0/28"));
    return RequestPipeline.builder()
        .storage(storage, ClusterCache.inline(storage, () -> NOW))
        .strategies(Catalog.strategies())
        .authorizer(_ -> Decision.allow(""))
        .hook(
            "services",
            new ServiceAllocator(storage, ranges, new PortRange(30000, 30009), new Random(1)))
        .clock(() -> NOW)
        .random(new Random(1))
        .build();
  }

  /// Writes services, but does not say so.
  private static final class Mute implements Storage {
    private final Storage behind = new InMemoryStorage();
    private boolean mute;

    @Override
    public Outcome create(String key, byte[] value, Duration ttl) {
      return answer(key, behind.create(key, value, ttl));
    }

    private Outcome answer(String key, Outcome outcome) {
      if (mute && key.startsWith("/registry/services/specs/")) {
        throw new StorageException.Unknown("no answer", new IllegalStateException("cut off"));
      }
      return outcome;
    }

    @Override
    public Optional<Entry> get(String key) {
      return behind.get(key);
    }

    @Override
    public Page list(String prefix, String from, long limit, long revision) {
      return behind.list(prefix, from, limit, revision);
    }

    @Override
    public long currentRevision() {
      return behind.currentRevision();
    }

    @Override
    public Outcome update(String key, byte[] value, long expectedRevision, Duration ttl) {
      return answer(key, behind.update(key, value, expectedRevision, ttl));
    }

    @Override
    public Outcome delete(String key, long expectedRevision) {
      return behind.delete(key, expectedRevision);
    }

    @Override
    public Changes watch(long afterRevision) {
      return behind.watch(afterRevision);
    }

    @Override
    public void close() {
      behind.close();
    }
  }
}
