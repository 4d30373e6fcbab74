package dev.coxswain.apiserver.storage.etcd;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;

/// One call with one answer. It is started and answered on the event loop of the connection, so
/// that no other thread has to be woken but who waits for the answer.
final class EtcdCall<Q, R> extends ClientCall.Listener<R> {
  private static final CallOptions OPTIONS =
      CallOptions.DEFAULT.withWaitForReady().withExecutor(Runnable::run);
  private static final int ANSWER_AND_END = 2;

  private final ClientCall<Q, R> call;
  private final Q request;
  private final CompletableFuture<R> answer = new CompletableFuture<>();

  EtcdCall(Channel channel, MethodDescriptor<Q, R> method, Q request) {
    this.call = channel.newCall(method, OPTIONS);
    this.request = request;
  }

  /// Fails with a [io.grpc.StatusRuntimeException].
  CompletableFuture<R> answer() {
    return answer;
  }

  void start() {
    call.start(this, new Metadata());
    call.request(ANSWER_AND_END);
    call.sendMessage(request);
    call.halfClose();
  }

  /// The time is over: nobody waits any more. For any thread.
  void expire() {
    var late = Status.DEADLINE_EXCEEDED.withDescription("etcd did not answer in time");
    if (answer.completeExceptionally(late.asRuntimeException())) {
      call.cancel("nobody waits any more", null);
    }
  }

  @Override
  public void onMessage(R message) {
    answer.complete(message);
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    answer.completeExceptionally(
        status.isOk()
            ? Status.INTERNAL.withDescription("etcd ended the call").asRuntimeException()
            : status.asRuntimeException(trailers));
  }
}
