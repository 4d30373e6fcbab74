package dev.coxswain.kubelet.server;

import dev.coxswain.api.rpc.v1.Input;
import dev.coxswain.kubelet.server.RemoteProcess.Inputs;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/// The inputs of one gRPC call for an ordinary thread to read. The next one is asked for only when
/// the last was taken.
final class GrpcInput implements StreamObserver<Input>, Inputs {
  private final ServerCallStreamObserver<?> call;
  private final BiConsumer<Inputs, Input> first;
  private final LinkedBlockingQueue<Optional<RemoteProcess.Input>> taken =
      new LinkedBlockingQueue<>();
  private boolean started;

  /// @param first takes the input that says what the call is about
  GrpcInput(ServerCallStreamObserver<?> call, BiConsumer<Inputs, Input> first) {
    this.call = call;
    this.first = first;
  }

  @Override
  public Optional<RemoteProcess.Input> next() throws InterruptedException {
    var next = taken.poll();
    if (next == null) {
      call.request(1);
      next = taken.take();
    }
    return next;
  }

  @Override
  public void onNext(Input input) {
    if (!started) {
      started = true;
      first.accept(this, input);
      return;
    }
    switch (input.getInputCase()) {
      case STDIN ->
          taken.add(Optional.of(new RemoteProcess.Input.Bytes(input.getStdin().toByteArray())));
      case STDIN_CLOSED -> taken.add(Optional.of(new RemoteProcess.Input.End()));
      case RESIZE ->
          taken.add(
              Optional.of(
                  new RemoteProcess.Input.Resize(
                      input.getResize().getWidth(), input.getResize().getHeight())));
      case START, INPUT_NOT_SET -> call.request(1);
    }
  }

  @Override
  public void onError(Throwable cause) {
    taken.add(Optional.empty());
  }

  /// The client has no more to say, which is the end of standard input; it goes on listening.
  @Override
  public void onCompleted() {
    taken.add(Optional.of(new RemoteProcess.Input.End()));
  }
}
