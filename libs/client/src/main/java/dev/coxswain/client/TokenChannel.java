package dev.coxswain.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.concurrent.TimeUnit;

/// Another's connection, with a bearer token in each call. Shutting it down leaves the connection
/// to those who share it.
final class TokenChannel extends ManagedChannel {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final ManagedChannel shared;
  private final LeasedToken token;
  private volatile boolean closed;

  /// @param token asked for with each call
  TokenChannel(ManagedChannel shared, LeasedToken token) {
    this.shared = shared;
    this.token = token;
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return new SimpleForwardingClientCall<>(shared.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        headers.put(AUTHORIZATION, "Bearer " + token.get());
        super.start(new Refusals<>(listener), headers);
      }
    };
  }

  /// Notices when the token is refused.
  private final class Refusals<A> extends SimpleForwardingClientCallListener<A> {
    Refusals(ClientCall.Listener<A> listener) {
      super(listener);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.getCode() == Status.Code.UNAUTHENTICATED) {
        token.forget();
      }
      super.onClose(status, trailers);
    }
  }

  @Override
  public String authority() {
    return shared.authority();
  }

  @Override
  public ConnectivityState getState(boolean requestConnection) {
    return shared.getState(requestConnection);
  }

  @Override
  public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
    shared.notifyWhenStateChanged(source, callback);
  }

  @Override
  public void resetConnectBackoff() {
    shared.resetConnectBackoff();
  }

  @Override
  public ManagedChannel shutdown() {
    closed = true;
    return this;
  }

  @Override
  public ManagedChannel shutdownNow() {
    return shutdown();
  }

  @Override
  public boolean isShutdown() {
    return closed;
  }

  @Override
  public boolean isTerminated() {
    return closed;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return closed;
  }
}
