package dev.coxswain.apiserver.grpc;

import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.flow.RequestLimits;
import dev.coxswain.apiserver.loops.Deadlines;
import dev.coxswain.apiserver.loops.EventLoops;
import dev.coxswain.apiserver.loops.Transport;
import dev.coxswain.apiserver.metrics.RequestMetrics;
import dev.coxswain.apiserver.request.RequestPipeline;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Listens on the gRPC port. Every call runs on a virtual thread of its own.
public final class GrpcFront implements AutoCloseable {
  private static final int MAX_REQUEST_BYTES = 16 << 20;

  private final Server server;
  private final ResourcesService service;
  private final Duration patience;
  private final ExecutorService threads;

  private GrpcFront(
      Server server, ResourcesService service, Duration patience, ExecutorService threads) {
    this.server = server;
    this.service = service;
    this.patience = patience;
    this.threads = threads;
  }

  /// Starts listening.
  ///
  /// @param address port 0 chooses one: [#port]
  /// @param tls none serves plain text, for tests; client certificates are asked for, not demanded
  /// @param patience how long a call may take that is no watch, also when the server ends
  /// @throws IOException if the address is taken
  public static GrpcFront start(
      InetSocketAddress address,
      Optional<SslContextBuilder> tls,
      Authenticator authenticator,
      RequestPipeline pipeline,
      RequestLimits limits,
      RequestMetrics metrics,
      Duration patience,
      EventLoops loops,
      Deadlines deadlines,
      InstantSource clock)
      throws IOException {
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-", 0).factory());
    var supervision = new Supervision(metrics, deadlines, patience);
    var calls = new Calls(pipeline, limits, supervision, clock);
    var service = new ResourcesService(calls, threads, loops, deadlines, clock);
    var builder =
        NettyServerBuilder.forAddress(address)
            .executor(threads)
            .bossEventLoopGroup(loops.group())
            .workerEventLoopGroup(loops.group())
            .channelType(Transport.used().listener())
            .maxInboundMessageSize(MAX_REQUEST_BYTES)
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(30, TimeUnit.SECONDS)
            .keepAliveTimeout(10, TimeUnit.SECONDS)
            .addService(ServerInterceptors.intercept(service, new Identification(authenticator)));
    if (tls.isPresent()) {
      builder.sslContext(GrpcSslContexts.configure(tls.get()).build());
    }
    return new GrpcFront(builder.build().start(), service, patience, threads);
  }

  public int port() {
    return server.getPort();
  }

  /// Takes no more calls, ends the streams, and lets the other calls finish.
  @Override
  public void close() {
    server.shutdown();
    service.endStreams();
    try {
      if (!server.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }
}
