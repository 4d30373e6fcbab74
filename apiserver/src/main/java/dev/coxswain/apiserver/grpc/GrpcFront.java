package dev.coxswain.apiserver.grpc;

import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.request.RequestPipeline;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Listens on the gRPC port. Every call runs on a virtual thread of its own.
public final class GrpcFront implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 16 << 20;
  private static final int LAST_CALLS_SECONDS = 2;

  private final Server server;
  private final ExecutorService threads;

  private GrpcFront(Server server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /// Starts listening.
  ///
  /// @param address port 0 chooses one: [#port]
  /// @param tls none serves plain text, for tests; client certificates are asked for, not demanded
  /// @throws IOException if the address is taken
  public static GrpcFront start(
      InetSocketAddress address,
      Optional<SslContextBuilder> tls,
      Authenticator authenticator,
      RequestPipeline pipeline,
      InstantSource clock)
      throws IOException {
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-", 0).factory());
    var service = new ResourcesService(new Calls(pipeline, clock), threads);
    var builder =
        NettyServerBuilder.forAddress(address)
            .executor(threads)
            .maxInboundMessageSize(MAX_REQUEST_BYTES)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .addService(ServerInterceptors.intercept(service, new Identification(authenticator)));
    if (tls.isPresent()) {
      builder.sslContext(GrpcSslContexts.configure(tls.get()).build());
    }
    return new GrpcFront(builder.build().start(), threads);
  }

  public int port() {
    return server.getPort();
  }

  /// Lets short calls finish and ends the streams.
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
}
