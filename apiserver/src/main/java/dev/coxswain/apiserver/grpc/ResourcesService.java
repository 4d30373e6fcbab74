package dev.coxswain.apiserver.grpc;

import dev.coxswain.api.rpc.v1.CreateRequest;
import dev.coxswain.api.rpc.v1.DeleteCollectionRequest;
import dev.coxswain.api.rpc.v1.DeleteRequest;
import dev.coxswain.api.rpc.v1.Envelope;
import dev.coxswain.api.rpc.v1.GetRequest;
import dev.coxswain.api.rpc.v1.ListChunk;
import dev.coxswain.api.rpc.v1.ListRequest;
import dev.coxswain.api.rpc.v1.PatchRequest;
import dev.coxswain.api.rpc.v1.ResourcesGrpc;
import dev.coxswain.api.rpc.v1.UpdateRequest;
import dev.coxswain.api.rpc.v1.WatchEvent;
import dev.coxswain.api.rpc.v1.WatchRequest;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.EventLoops;
import dev.coxswain.apiserver.request.ApiResponse;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.watch.WatchPump;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The `Resources` service. Single answers are made where the call arrives; lists, and the
/// beginning of watches, on a thread of their own, so that the call can be told meanwhile that its
/// client has gone.
final class ResourcesService extends ResourcesGrpc.ResourcesImplBase {
  private static final int CHUNK_BYTES = 1 << 20;

  private final Calls calls;
  private final Executor threads;
  private final EventLoops loops;
  private final Deadlines deadlines;
  private final InstantSource clock;
  private final Set<WatchOutlet> watches = ConcurrentHashMap.newKeySet();

  ResourcesService(
      Calls calls, Executor threads, EventLoops loops, Deadlines deadlines, InstantSource clock) {
    this.calls = calls;
    this.threads = threads;
    this.loops = loops;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  @Override
  public void get(GetRequest request, StreamObserver<Envelope> observer) {
    answer(() -> calls.get(request), observer);
  }

  @Override
  public void create(CreateRequest request, StreamObserver<Envelope> observer) {
    answer(() -> calls.create(request), observer);
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<Envelope> observer) {
    answer(() -> calls.update(request), observer);
  }

  @Override
  public void patch(PatchRequest request, StreamObserver<Envelope> observer) {
    answer(() -> calls.patch(request), observer);
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Envelope> observer) {
    answer(() -> calls.delete(request), observer);
  }

  @Override
  public void deleteCollection(DeleteCollectionRequest request, StreamObserver<Envelope> observer) {
    answer(() -> calls.deleteCollection(request), observer);
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListChunk> observer) {
    var outlet = new Outlet<ListChunk>((ServerCallStreamObserver<ListChunk>) observer);
    stream(outlet, () -> send(calls.list(request), outlet));
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchEvent> observer) {
    var outlet = new WatchOutlet((ServerCallStreamObserver<WatchEvent>) observer, watches::remove);
    watches.add(outlet);
    var context = Context.current();
    threads.execute(
        context.wrap(() -> {
          try {
            outlet.start(
                new WatchPump(
                    calls.watch(request).stream(), outlet, loops.next(), deadlines, clock));
          } catch (RuntimeException e) {
            outlet.end(Optional.of(e));
          }
        }));
  }

  /// Ends the watches: their clients find another server.
  void endStreams() {
    watches.forEach(WatchOutlet::close);
  }

  private static <T> void answer(Supplier<T> call, StreamObserver<T> observer) {
    T answer;
    try {
      answer = call.get();
    } catch (RuntimeException e) {
      observer.onError(Failures.of(e));
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  private void stream(Outlet<?> outlet, Work work) {
    var context = Context.current();
    threads.execute(
        context.wrap(() -> {
          try {
            work.run();
            outlet.complete();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            outlet.fail(e);
          }
        }));
  }

  private static void send(ApiResponse.Many list, Outlet<ListChunk> outlet)
      throws InterruptedException {
    var chunk = ListChunk.newBuilder();
    int bytes = 0;
    for (StoredObject object : list.items()) {
      var envelope = Envelopes.of(object);
      if (bytes > 0 && bytes + envelope.getRaw().size() > CHUNK_BYTES) {
        if (!outlet.send(chunk.build())) {
          return;
        }
        chunk.clear();
        bytes = 0;
      }
      chunk.addItems(envelope);
      bytes += envelope.getRaw().size();
    }
    chunk.setResourceVersion(list.resourceVersion()).setContinue(list.continueToken());
    list.remaining().ifPresent(chunk::setRemainingItemCount);
    outlet.send(chunk.build());
  }
}
