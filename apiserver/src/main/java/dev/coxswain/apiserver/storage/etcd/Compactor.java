package dev.coxswain.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.Compare.CompareResult;
import io.etcd.jetcd.api.Compare.CompareTarget;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;

/// Forgets history: each [#step] drops what is older than the step before.
///
/// All API servers count in one key, `compact_rev_key`, as upstream's do: whoever counts up first
/// compacts, the others take over its count.
public final class Compactor {
  private static final ByteString KEY = ByteString.copyFromUtf8("compact_rev_key");

  private final EtcdCalls calls;
  private long version;
  private long revision;

  public Compactor(EtcdStorage storage) {
    calls = storage.calls();
  }

  /// To be called every few minutes, for watchers and lists in pages to have that much time.
  public void step() {
    var put = PutRequest.newBuilder().setKey(KEY).setValue(ByteString.copyFromUtf8("" + revision));
    var answer =
        calls.txn(
            TxnRequest.newBuilder()
                .addCompare(
                    Compare.newBuilder()
                        .setTarget(CompareTarget.VERSION)
                        .setResult(CompareResult.EQUAL)
                        .setKey(KEY)
                        .setVersion(version))
                .addSuccess(RequestOp.newBuilder().setRequestPut(put))
                .addFailure(
                    RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(KEY)))
                .build());
    long before = revision;
    revision = answer.getHeader().getRevision();
    if (answer.getSucceeded()) {
      version++;
      if (before > 0) {
        calls.compact(before);
      }
    } else {
      version = answer.getResponses(0).getResponseRange().getKvs(0).getVersion();
    }
  }
}
