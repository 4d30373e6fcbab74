package dev.coxswain.apiserver.admission.quota;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Namespace;
import dev.coxswain.api.core.v1.ResourceQuota;
import dev.coxswain.apimachinery.codec.FieldValidation;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.admission.AdmissionChain;
import dev.coxswain.apiserver.authn.UserInfo;
import dev.coxswain.apiserver.authz.Decision;
import dev.coxswain.apiserver.registry.Manifests;
import dev.coxswain.apiserver.registry.catalog.Catalog;
import dev.coxswain.apiserver.request.ApiRequest;
import dev.coxswain.apiserver.request.Body;
import dev.coxswain.apiserver.request.CacheLookup;
import dev.coxswain.apiserver.request.MediaType;
import dev.coxswain.apiserver.request.RequestContext;
import dev.coxswain.apiserver.request.RequestPipeline;
import dev.coxswain.apiserver.request.Target;
import dev.coxswain.apiserver.request.WriteOptions;
import dev.coxswain.apiserver.storage.ObjectStore;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.memory.InMemoryStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Several API servers on one store, and many clients at once.
final class ConcurrentQuotaTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final int SERVERS = 3;
  private static final int CLIENTS = 60;
  private static final int ALLOWED = 10;

  private final InMemoryStorage storage = new InMemoryStorage();
  private final ObjectStore quotas =
      new ObjectStore(storage, Scheme.kubernetes().resourceOf(ResourceQuota.class));

  ConcurrentQuotaTest() {
    var namespace = Manifests.read(Namespace.class, "metadata: {name: here}");
    new ObjectStore(storage, Scheme.kubernetes().resourceOf(Namespace.class))
        .create("", "here", namespace);
    quotas.create(
        "here",
        "q",
        Manifests.read(
            ResourceQuota.class,
            """
            metadata: {name: q, namespace: here}
            spec: {hard: {configmaps: %1$d}}
            status: {hard: {configmaps: %1$d}, used: {configmaps: 0}}
            """
                .formatted(ALLOWED)));
  }

  @Test
  void aQuotaIsNeverExceeded() throws InterruptedException, ExecutionException {
    var servers = new ArrayList<RequestPipeline>();
    for (int i = 0; i < SERVERS; i++) {
      servers.add(server(i));
    }
    var created = new AtomicInteger();
    var refused = new AtomicInteger();
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        var server = servers.get(i % SERVERS);
        var name = "m" + i;
        calls.add(
            clients.submit(() -> {
              try {
                create(server, name, false);
                created.incrementAndGet();
              } catch (ApiException.Forbidden e) {
                assertThat(e)
                    .hasMessage(
                        "configmaps \"%s\" is forbidden: exceeded quota: q, requested:"
                                .formatted(name)
                            + " configmaps=1, used: configmaps=10, limited: configmaps=10");
                refused.incrementAndGet();
              }
            }));
      }
      for (var call : calls) {
        call.get();
      }
    }
    assertThat(created).hasValue(ALLOWED);
    assertThat(refused).hasValue(CLIENTS - ALLOWED);
    assertThat(maps()).isEqualTo(ALLOWED);
    assertThat(used()).isEqualTo("10");
  }

  @Test
  void whatIsNotStoredIsNotCharged() {
    var server = server(0);
    create(server, "m", false);
    assertThat(used()).isEqualTo("1");
    assertThatThrownBy(() -> create(server, "m", false))
        .isInstanceOf(ApiException.AlreadyExists.class);
    assertThat(used()).isEqualTo("1");
  }

  @Test
  void aDryRunIsJudgedButNotCharged() {
    var server = server(0);
    for (int i = 0; i < ALLOWED; i++) {
      create(server, "dry" + i, true);
    }
    assertThat(used()).isEqualTo("0");
    for (int i = 0; i < ALLOWED; i++) {
      create(server, "m" + i, false);
    }
    assertThatThrownBy(() -> create(server, "dry", true))
        .hasMessageContaining("exceeded quota: q, requested: configmaps=1");
  }

  private RequestPipeline server(int seed) {
    var cache = ClusterCache.inline(storage, () -> NOW);
    var lookup = new CacheLookup(cache, storage);
    return RequestPipeline.builder()
        .storage(storage, cache)
        .strategies(Catalog.strategies())
        .authorizer(_ -> Decision.allow(""))
        .admission(
            new AdmissionChain(
                List.of(new ResourceQuotaAdmission(lookup, storage, QuotaConfiguration.DEFAULT))))
        .clock(() -> NOW)
        .random(new Random(seed))
        .build();
  }

  private static void create(RequestPipeline server, String name, boolean dryRun) {
    var json =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\"}}"
            .formatted(name);
    server.handle(
        new ApiRequest.Create(
            Target.of(Scheme.kubernetes().resourceOf(ConfigMap.class), "here", ""),
            Body.of(MediaType.JSON, json.getBytes(UTF_8)),
            new WriteOptions(dryRun, "", FieldValidation.STRICT)),
        new RequestContext(UserInfo.of("jane"), "test", NOW, _ -> {}));
  }

  private long maps() {
    return storage.list("/registry/configmaps/here/", "", 0, 0).count();
  }

  private String used() {
    var quota = (ResourceQuota) quotas.fetch("here", "q").orElseThrow().message();
    return quota.getStatus().getUsedOrThrow("configmaps").getString();
  }
}
