package dev.coxswain.apiserver.storage.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One watch stream of etcd over all keys, from its opening to its end.
///
/// It holds a few unread answers at most: a slow reader slows etcd down instead of filling the
/// memory.
final class EtcdWatchCall implements ClientResponseObserver<WatchRequest, WatchResponse> {
  private static final int UNREAD = 16;
  private static final ByteString EVERYTHING = ByteString.copyFrom(new byte[1]);

  private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private ClientCallStreamObserver<WatchRequest> requests;

  sealed interface Answer {}

  record Nothing() implements Answer {}

  record Answered(WatchResponse response) implements Answer {}

  record Broken(Throwable why) implements Answer {}

  private EtcdWatchCall() {}

  static EtcdWatchCall open(Channel channel, long startRevision) {
    var call = new EtcdWatchCall();
    var headers = new Metadata();
    // A member that has lost its leader ends the stream instead of falling silent.
    headers.put(Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER), "true");
    WatchGrpc.newStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .withExecutor(Runnable::run)
        .watch(call);
    var create =
        WatchCreateRequest.newBuilder()
            .setKey(EVERYTHING)
            .setRangeEnd(EVERYTHING)
            .setStartRevision(startRevision)
            .setProgressNotify(true);
    call.requests.onNext(WatchRequest.newBuilder().setCreateRequest(create).build());
    return call;
  }

  Answer poll(Duration patience) throws InterruptedException {
    var answer = answers.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (answer instanceof Answered) {
      requests.request(1);
    }
    return answer == null ? new Nothing() : answer;
  }

  void cancel() {
    requests.cancel("no longer needed", null);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WatchRequest> stream) {
    requests = stream;
    stream.disableAutoRequestWithInitial(UNREAD);
  }

  @Override
  public void onNext(WatchResponse response) {
    answers.add(new Answered(response));
  }

  @Override
  public void onError(Throwable why) {
    answers.add(new Broken(why));
  }

  @Override
  public void onCompleted() {
    answers.add(new Broken(new IllegalStateException("etcd ended the stream")));
  }
}
