package dev.coxswain.apiserver.storage.etcd;

import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.storage.StorageException;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Single calls, each with its deadline. Reads are repeated within it, writes never.
final class EtcdCalls {
  private final Channel channel;
  private final Executor loop;
  private final Deadlines deadlines;
  private final Duration deadline;

  /// @param loop the event loop of the channel's connections
  EtcdCalls(Channel channel, Executor loop, Deadlines deadlines, Duration deadline) {
    this.channel = channel;
    this.loop = loop;
    this.deadlines = deadlines;
    this.deadline = deadline;
  }

  RangeResponse range(RangeRequest request) {
    return await(rangeLater(request));
  }

  /// The same for somebody who doesn't wait: what is done with the answer must be quick, for it is
  /// done on the connection's thread. Fails with a [StorageException].
  CompletableFuture<RangeResponse> rangeLater(RangeRequest request) {
    return repeated(request, System.nanoTime() + deadline.toNanos());
  }

  private CompletableFuture<RangeResponse> repeated(RangeRequest request, long end) {
    var left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    return begin(KVGrpc.getRangeMethod(), request, left)
        .exceptionallyCompose(why ->
            isRepeatable(why) && System.nanoTime() < end
                ? repeated(request, end)
                : CompletableFuture.failedFuture(failure(why)));
  }

  TxnResponse txn(TxnRequest request) {
    return once(KVGrpc.getTxnMethod(), request);
  }

  long grantLease(long ttlSeconds) {
    var request = LeaseGrantRequest.newBuilder().setTTL(ttlSeconds).build();
    return once(LeaseGrpc.getLeaseGrantMethod(), request).getID();
  }

  void compact(long revision) {
    var request = CompactionRequest.newBuilder().setRevision(revision).build();
    once(KVGrpc.getCompactMethod(), request);
  }

  private <Q, R> R once(MethodDescriptor<Q, R> method, Q request) {
    return await(
        begin(method, request, deadline)
            .exceptionallyCompose(why -> CompletableFuture.failedFuture(failure(why))));
  }

  private <Q, R> CompletableFuture<R> begin(
      MethodDescriptor<Q, R> method, Q request, Duration time) {
    var call = detached(() -> new EtcdCall<>(channel, method, request));
    var end = deadlines.in(time, call::expire);
    loop.execute(call::start);
    return call.answer().whenComplete((_, _) -> end.close());
  }

  /// What is asked of etcd goes on when the call of our own client ends that made us ask: others
  /// may wait for the same answer, and a write is better finished than left in doubt.
  private static <T> T detached(Supplier<T> creation) {
    var previous = Context.ROOT.attach();
    try {
      return creation.get();
    } finally {
      Context.ROOT.detach(previous);
    }
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StorageException known ? known : failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException.Unknown("interrupted while etcd was at it", e);
    }
  }

  private static boolean isRepeatable(Throwable why) {
    return Status.fromThrowable(why).getCode() == Status.Code.UNAVAILABLE;
  }

  /// What an error of etcd means; compacted and future revisions share a code and differ only in
  /// the text.
  static StorageException failure(Throwable why) {
    var status = Status.fromThrowable(why);
    var text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
    return switch (status.getCode()) {
      case OUT_OF_RANGE ->
          text.contains("compacted")
              ? new StorageException.Compacted(text)
              : new StorageException(text, why);
      case INVALID_ARGUMENT, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, NOT_FOUND, UNIMPLEMENTED ->
          new StorageException(text, why);
      default -> new StorageException.Unknown(text, why);
    };
  }
}
