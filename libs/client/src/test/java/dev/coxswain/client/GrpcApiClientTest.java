package dev.coxswain.client;

import static dev.coxswain.client.Objects.key;
import static dev.coxswain.client.Objects.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.api.rpc.v1.CreateRequest;
import dev.coxswain.api.rpc.v1.Envelope;
import dev.coxswain.api.rpc.v1.GetRequest;
import dev.coxswain.api.rpc.v1.ListChunk;
import dev.coxswain.api.rpc.v1.ListRequest;
import dev.coxswain.api.rpc.v1.ResourcesGrpc;
import dev.coxswain.api.rpc.v1.WatchEvent;
import dev.coxswain.api.rpc.v1.WatchRequest;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcApiClientTest {
  private final AtomicInteger gets = new AtomicInteger();
  private final AtomicInteger creates = new AtomicInteger();
  private Server server;
  private GrpcApiClient client;

  /// Answers by the name that it is asked for.
  private final class Answers extends ResourcesGrpc.ResourcesImplBase {
    @Override
    public void get(GetRequest request, StreamObserver<Envelope> to) {
      int attempt = gets.incrementAndGet();
      switch (request.getTarget().getName()) {
        case "absent" -> to.onError(refusal(new Refusal.NotFound("configmaps", "absent")));
        case String name when name.equals("flaky") && attempt < 3 ->
            to.onError(io.grpc.Status.UNAVAILABLE.asException());
        case "stuck" -> {}
        case String name -> {
          to.onNext(Envelopes.of(map(name)));
          to.onCompleted();
        }
      }
    }

    @Override
    public void create(CreateRequest request, StreamObserver<Envelope> to) {
      creates.incrementAndGet();
      to.onError(io.grpc.Status.UNAVAILABLE.asException());
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListChunk> to) {
      to.onNext(ListChunk.newBuilder().addItems(Envelopes.of(map("a"))).build());
      to.onNext(
          ListChunk.newBuilder().addItems(Envelopes.of(map("b"))).setResourceVersion("7").build());
      to.onCompleted();
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchEvent> to) {
      to.onNext(event("ADDED", Envelopes.of(map("a"))));
      if (request.getSelection().getResourceVersion().equals("old")) {
        var status = ApiException.of(new Refusal.Expired("too old")).status();
        to.onNext(event("ERROR", Envelopes.of(status)));
      }
      to.onCompleted();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    var name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(new Answers()).build().start();
    var channel = InProcessChannelBuilder.forName(name).build();
    client = new GrpcApiClient(channel, "test", Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() {
    client.close();
    server.shutdownNow();
  }

  @Test
  void anObjectComesAsItsType() {
    assertThat(client.get(ConfigMap.class, key("a"))).isEqualTo(map("a"));
  }

  @Test
  void theServersStatusBecomesTheExceptionOfItsReason() {
    assertThatThrownBy(() -> client.get(ConfigMap.class, key("absent")))
        .isInstanceOf(ApiException.NotFound.class)
        .hasMessage("configmaps \"absent\" not found");
  }

  @Test
  void readsAreTriedAgainWritesAreNot() {
    assertThat(client.get(ConfigMap.class, key("flaky"))).isEqualTo(map("flaky"));
    assertThat(gets).hasValue(3);
    assertThatThrownBy(() -> client.create(map("a")))
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).isEqualTo(503));
    assertThat(creates).hasValue(1);
  }

  @Test
  void everyCallHasADeadline() {
    assertThatThrownBy(() -> client.get(ConfigMap.class, key("stuck")))
        .isInstanceOf(ApiException.Timeout.class);
  }

  @Test
  void aListIsPutTogetherFromItsChunks() {
    var list = client.list(ConfigMap.class, ListQuery.all());
    assertThat(list.items()).containsExactly(map("a"), map("b"));
    assertThat(list.resourceVersion()).isEqualTo("7");
  }

  @Test
  void aWatchEndsOrBreaks() {
    try (var watch = client.watch(ConfigMap.class, ListQuery.all())) {
      assertThat(watch.hasNext()).isTrue();
      assertThat(watch.next().object()).isEqualTo(map("a"));
      assertThat(watch.hasNext()).isFalse();
    }
    try (var watch = client.watch(ConfigMap.class, ListQuery.all().withResourceVersion("old"))) {
      assertThat(watch.next().type()).isEqualTo(dev.coxswain.client.WatchEvent.Type.ADDED);
      assertThatThrownBy(watch::hasNext).isInstanceOf(ApiException.Gone.class);
    }
  }

  private static WatchEvent event(String type, Envelope object) {
    return WatchEvent.newBuilder().setType(type).setObject(object).build();
  }

  private static io.grpc.StatusException refusal(Refusal refusal) {
    var trailers = new io.grpc.Metadata();
    Status status = refusal.toStatus();
    trailers.put(GrpcErrors.STATUS, status.toByteArray());
    return io.grpc.Status.NOT_FOUND.asException(trailers);
  }

  @Test
  void doesManyThingsAtTheSameTimeAndEachOnce() {
    var meeting = new CyclicBarrier(2);
    var done = ConcurrentHashMap.<Integer>newKeySet();
    client.forAll(
        List.of(1, 2),
        item -> {
          try {
            meeting.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("nobody else came", e);
          }
          assertThat(done.add(item)).isTrue();
        });
    assertThat(done).containsExactlyInAnyOrder(1, 2);
    assertThatThrownBy(() ->
            client.forAll(
                List.of(1, 2),
                _ -> {
                  throw new IllegalStateException("mistake");
                }))
        .hasMessage("mistake");
  }
}
