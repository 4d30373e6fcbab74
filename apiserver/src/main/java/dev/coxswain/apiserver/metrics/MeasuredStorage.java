package dev.coxswain.apiserver.metrics;

import dev.coxswain.apiserver.storage.Storage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A storage whose calls are timed as `etcd_request_duration_seconds`.
public final class MeasuredStorage implements Storage {
  private final Storage storage;
  private final MeterRegistry registry;
  private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

  public MeasuredStorage(Storage storage, MeterRegistry registry) {
    this.storage = storage;
    this.registry = registry;
  }

  @Override
  public Optional<Entry> get(String key) {
    return timed("get", key, () -> storage.get(key));
  }

  @Override
  public Page list(String prefix, String from, long limit, long revision) {
    return timed("list", prefix, () -> storage.list(prefix, from, limit, revision));
  }

  @Override
  public long currentRevision() {
    return timed("currentRevision", "", storage::currentRevision);
  }

  @Override
  public CompletableFuture<Long> currentRevisionLater() {
    long began = System.nanoTime();
    return storage
        .currentRevisionLater()
        .whenComplete((_, _) ->
            timer("currentRevision", "").record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
  }

  @Override
  public Outcome create(String key, byte[] value, Duration ttl) {
    return timed("create", key, () -> storage.create(key, value, ttl));
  }

  @Override
  public Outcome update(String key, byte[] value, long expectedRevision, Duration ttl) {
    return timed("update", key, () -> storage.update(key, value, expectedRevision, ttl));
  }

  @Override
  public Outcome delete(String key, long expectedRevision) {
    return timed("delete", key, () -> storage.delete(key, expectedRevision));
  }

  @Override
  public Changes watch(long afterRevision) {
    return storage.watch(afterRevision);
  }

  @Override
  public void close() {
    storage.close();
  }

  private <T> T timed(String operation, String key, Supplier<T> call) {
    long began = System.nanoTime();
    try {
      return call.get();
    } finally {
      timer(operation, type(key)).record(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private Timer timer(String operation, String type) {
    return timers.computeIfAbsent(
        operation + " " + type,
        _ ->
            Timer.builder("etcd.request.duration")
                .tag("operation", operation)
                .tag("type", type)
                .serviceLevelObjectives(
                    Duration.ofMillis(5),
                    Duration.ofMillis(25),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10))
                .register(registry));
  }

  /// The resource: what stands between the first two slashes below `/registry/`.
  private static String type(String key) {
    var parts = key.split("/", 4);
    return parts.length > 2 ? parts[2] : "";
  }
}
