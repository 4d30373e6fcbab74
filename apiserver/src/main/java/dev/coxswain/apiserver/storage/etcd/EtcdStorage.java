package dev.coxswain.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.EventLoops;
import dev.coxswain.apiserver.storage.Prefixes;
import dev.coxswain.apiserver.storage.Storage;
import dev.coxswain.apiserver.storage.StorageException;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// [Storage] on etcd.
public final class EtcdStorage implements Storage {
  private static final int PAGE = 1000;

  /// Every answer tells the revision: this is the cheapest question.
  private static final RangeRequest ANY = one("/registry/").toBuilder().setKeysOnly(true).build();

  private final ManagedChannel channel;
  private final EtcdCalls calls;
  private final SharedLeases leases;
  private final Runnable ending;

  /// @param loops where the connections live
  /// @param deadlines of the calls
  public EtcdStorage(
      EtcdConfig config, EventLoops loops, Deadlines deadlines, InstantSource clock) {
    this(config, loops, deadlines, clock, () -> {});
  }

  private EtcdStorage(
      EtcdConfig config,
      EventLoops loops,
      Deadlines deadlines,
      InstantSource clock,
      Runnable ending) {
    var loop = loops.next();
    channel = EtcdChannel.open(config, loop);
    calls = new EtcdCalls(channel, loop, deadlines, config.deadline());
    leases = new SharedLeases(calls::grantLease, clock);
    this.ending = ending;
  }

  /// With threads of its own, which end with it.
  public static EtcdStorage alone(EtcdConfig config, InstantSource clock) {
    var loops = new EventLoops();
    var deadlines = new Deadlines();
    return new EtcdStorage(
        config,
        loops,
        deadlines,
        clock,
        () -> {
          deadlines.close();
          loops.close();
        });
  }

  @Override
  public Optional<Entry> get(String key) {
    return calls.range(one(key)).getKvsList().stream().map(EtcdStorage::entry).findFirst();
  }

  /// In pages of at most a thousand, all of one revision.
  @Override
  public Page list(String prefix, String from, long limit, long revision) {
    var entries = new ArrayList<Entry>();
    var start = from;
    long at = revision;
    while (true) {
      long left = limit == 0 ? PAGE : Math.min(PAGE, limit - entries.size());
      var page = calls.range(range(prefix, start, left, at));
      page.getKvsList().forEach(kv -> entries.add(entry(kv)));
      at = at == 0 ? page.getHeader().getRevision() : at;
      boolean full = limit != 0 && entries.size() >= limit;
      if (!page.getMore() || full) {
        long beyond = page.getCount() - page.getKvsCount();
        return new Page(List.copyOf(entries), at, entries.size() + beyond);
      }
      start = entries.getLast().key() + "\0";
    }
  }

  @Override
  public long currentRevision() {
    return calls.range(ANY).getHeader().getRevision();
  }

  @Override
  public CompletableFuture<Long> currentRevisionLater() {
    return calls.rangeLater(ANY).thenApply(answer -> answer.getHeader().getRevision());
  }

  @Override
  public Outcome create(String key, byte[] value, Duration ttl) {
    return put(key, value, 0, ttl);
  }

  @Override
  public Outcome update(String key, byte[] value, long expectedRevision, Duration ttl) {
    return put(key, value, expectedRevision, ttl);
  }

  @Override
  public Outcome delete(String key, long expectedRevision) {
    var delete = DeleteRangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key));
    var op = RequestOp.newBuilder().setRequestDeleteRange(delete).build();
    try {
      return outcome(calls.txn(guarded(key, expectedRevision, op)));
    } catch (StorageException.Unknown e) {
      var now = get(key);
      if (now.isEmpty() || now.get().revision() != expectedRevision) {
        return now.<Outcome>map(entry -> new Outcome.Mismatch(Optional.of(entry)))
            .orElseGet(() -> new Outcome.Written(currentRevision()));
      }
      throw e;
    }
  }

  @Override
  public Changes watch(long afterRevision) {
    return new EtcdChanges(channel, afterRevision);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    ending.run();
  }

  EtcdCalls calls() {
    return calls;
  }

  /// A write that was not answered is looked for: if the key holds our value, it was done.
  private Outcome put(String key, byte[] value, long expectedRevision, Duration ttl) {
    var put =
        PutRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8(key))
            .setValue(ByteString.copyFrom(value))
            .setLease(leases.leaseFor(ttl));
    var op = RequestOp.newBuilder().setRequestPut(put).build();
    try {
      return outcome(calls.txn(guarded(key, expectedRevision, op)));
    } catch (StorageException.Unknown e) {
      var now = get(key);
      if (now.isPresent() && Arrays.equals(now.get().value(), value)) {
        return new Outcome.Written(now.get().revision());
      }
      if (now.map(Entry::revision).orElse(0L) == expectedRevision) {
        throw e;
      }
      return new Outcome.Mismatch(now);
    }
  }

  private static Outcome outcome(TxnResponse response) {
    if (response.getSucceeded()) {
      return new Outcome.Written(response.getHeader().getRevision());
    }
    var current = response.getResponses(0).getResponseRange().getKvsList();
    return new Outcome.Mismatch(current.stream().map(EtcdStorage::entry).findFirst());
  }

  private static TxnRequest guarded(String key, long revision, RequestOp write) {
    return TxnRequest.newBuilder()
        .addCompare(
            Compare.newBuilder()
                .setTarget(CompareTarget.MOD)
                .setResult(CompareResult.EQUAL)
                .setKey(ByteString.copyFromUtf8(key))
                .setModRevision(revision))
        .addSuccess(write)
        .addFailure(RequestOp.newBuilder().setRequestRange(one(key)))
        .build();
  }

  private static RangeRequest one(String key) {
    return RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key)).build();
  }

  private static RangeRequest range(String prefix, String from, long limit, long revision) {
    return RangeRequest.newBuilder()
        .setKey(ByteString.copyFromUtf8(from.isEmpty() ? prefix : from))
        .setRangeEnd(ByteString.copyFromUtf8(Prefixes.end(prefix)))
        .setLimit(limit)
        .setRevision(revision)
        .build();
  }

  private static Entry entry(KeyValue kv) {
    return new Entry(
        kv.getKey().toStringUtf8(),
        kv.getValue().toByteArray(),
        kv.getCreateRevision(),
        kv.getModRevision());
  }
}
