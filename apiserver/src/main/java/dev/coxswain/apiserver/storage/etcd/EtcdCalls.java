package dev.coxswain.apiserver.storage.etcd;

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
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Single calls, each with its deadline. Reads are repeated within it, writes never.
final class EtcdCalls {
  private final KVGrpc.KVBlockingStub kv;
  private final LeaseGrpc.LeaseBlockingStub leases;
  private final long deadlineNanos;

  EtcdCalls(Channel channel, Duration deadline) {
    kv = KVGrpc.newBlockingStub(channel).withWaitForReady();
    leases = LeaseGrpc.newBlockingStub(channel).withWaitForReady();
    deadlineNanos = deadline.toNanos();
  }

  RangeResponse range(RangeRequest request) {
    long end = System.nanoTime() + deadlineNanos;
    while (true) {
      long left = Math.max(1, end - System.nanoTime());
      try {
        return kv.withDeadlineAfter(left, TimeUnit.NANOSECONDS).range(request);
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.UNAVAILABLE || System.nanoTime() >= end) {
          throw failure(e);
        }
        Thread.onSpinWait();
      }
    }
  }

  TxnResponse txn(TxnRequest request) {
    return call(() -> kv.withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS).txn(request));
  }

  long grantLease(long ttlSeconds) {
    var request = LeaseGrantRequest.newBuilder().setTTL(ttlSeconds).build();
    return call(() ->
        leases.withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS).leaseGrant(request).getID());
  }

  void compact(long revision) {
    var request = CompactionRequest.newBuilder().setRevision(revision).build();
    call(() -> kv.withDeadlineAfter(deadlineNanos, TimeUnit.NANOSECONDS).compact(request));
  }

  private static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw failure(e);
    }
  }

  /// What an error of etcd means; compacted and future revisions share a code and differ only in
  /// the text.
  static StorageException failure(StatusRuntimeException e) {
    var status = e.getStatus();
    var text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
    return switch (status.getCode()) {
      case OUT_OF_RANGE ->
          text.contains("compacted")
              ? new StorageException.Compacted(text)
              : new StorageException(text, e);
      case INVALID_ARGUMENT, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, NOT_FOUND, UNIMPLEMENTED ->
          new StorageException(text, e);
      default -> new StorageException.Unknown(text, e);
    };
  }
}
