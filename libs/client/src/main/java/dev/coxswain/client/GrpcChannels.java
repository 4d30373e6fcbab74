package dev.coxswain.client;

import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NegotiationType;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Connections to the gRPC port.
final class GrpcChannels {
  // A list chunk with many large objects in it; etcd's objects are below 1.5 MiB each.
  private static final int MAX_MESSAGE_BYTES = 64 << 20;
  // Finds out within seconds that a server vanished without a word. Servers must allow as much.
  private static final int KEEPALIVE_SECONDS = 15;
  private static final int KEEPALIVE_TIMEOUT_SECONDS = 5;

  private GrpcChannels() {}

  static ManagedChannel open(RestConfig config, String target, String userAgent) {
    var builder =
        NettyChannelBuilder.forTarget(target)
            .userAgent(userAgent)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .disableRetry();
    if ("http".equals(config.server().getScheme())) {
      builder.negotiationType(NegotiationType.PLAINTEXT);
    } else {
      builder.sslContext(tls(config));
      config.serverName().ifPresent(builder::overrideAuthority);
    }
    config.token().ifPresent(token -> builder.intercept(bearer(token)));
    return builder.build();
  }

  private static SslContext tls(RestConfig config) {
    try {
      var builder = GrpcSslContexts.forClient();
      if (config.insecure()) {
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        builder.endpointIdentificationAlgorithm("");
      } else {
        config.authority().ifPresent(ca -> builder.trustManager(stream(ca)));
      }
      config
          .identity()
          .ifPresent(id -> builder.keyManager(stream(id.certificates()), stream(id.key())));
      return builder.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the certificates for " + config.server() + " are unusable: " + e.getMessage(), e);
    }
  }

  private static ByteArrayInputStream stream(RestConfig.Pem pem) {
    return new ByteArrayInputStream(pem.bytes());
  }

  private static ClientInterceptor bearer(String token) {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }
}
