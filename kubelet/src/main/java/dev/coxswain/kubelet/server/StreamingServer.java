package dev.coxswain.kubelet.server;

import dev.coxswain.api.rpc.v1.StreamingGrpc;
import dev.coxswain.component.TlsMaterial;
import dev.coxswain.kubelet.access.Access;
import dev.coxswain.kubelet.access.Asked;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// The kubelet's streams over gRPC, for those whom [KubeletServer] lets in, too.
public final class StreamingServer implements AutoCloseable {
  private static final int LAST_CALLS_SECONDS = 1;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("streaming-", 0).factory());
  private final Server server;

  /// Listens at once.
  ///
  /// @throws IOException if the address can't be had
  public StreamingServer(
      InetSocketAddress address, TlsMaterial tls, Access access, Endpoints endpoints)
      throws IOException {
    server =
        NettyServerBuilder.forAddress(address)
            .executor(threads)
            .sslContext(context(tls))
            .addService(
                ServerInterceptors.intercept(endpoints.streaming(), new Gate(new Callers(access))))
            .build()
            .start();
  }

  public int port() {
    return server.getPort();
  }

  private static SslContext context(TlsMaterial tls) throws SSLException {
    var builder = SslContextBuilder.forServer(tls.keyManager()).protocols("TLSv1.3", "TLSv1.2");
    tls.trustManager()
        .ifPresent(trust -> builder.trustManager(trust).clientAuth(ClientAuth.OPTIONAL));
    return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
  }

  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(LAST_CALLS_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  /// What a GET or a POST to the same end would ask for.
  private static final class Gate implements ServerInterceptor {
    private static final Metadata.Key<String> AUTHORIZATION =
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Callers callers;

    Gate(Callers callers) {
      this.callers = callers;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      boolean reads = call.getMethodDescriptor().equals(StreamingGrpc.getLogsMethod());
      try {
        callers.admit(
            call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION),
            Optional.ofNullable(headers.get(AUTHORIZATION)),
            Asked.ofEverything(reads ? "get" : "create"));
      } catch (Refused e) {
        call.close(StreamingService.status(e), new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }
}
