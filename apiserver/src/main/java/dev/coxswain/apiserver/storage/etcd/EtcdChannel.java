package dev.coxswain.apiserver.storage.etcd;

import dev.coxswain.apiserver.loops.Transport;
import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.ManagedChannel;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.NameResolverRegistry;
import io.grpc.StatusOr;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoop;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/// Opens the one channel that all calls share; each call goes to a member that is there.
final class EtcdChannel {
  private static final String SCHEME = "coxswain-etcd";

  static {
    NameResolverRegistry.getDefaultRegistry().register(new Members.Provider());
  }

  private EtcdChannel() {}

  /// @param loop what all its connections live on
  static ManagedChannel open(EtcdConfig config, EventLoop loop) {
    var members = config.endpoints().stream().map(URI::getAuthority).toList();
    var builder =
        NettyChannelBuilder.forTarget(SCHEME + ":///" + String.join(",", members))
            .eventLoopGroup(loop)
            .channelType(Transport.used().connection())
            .defaultLoadBalancingPolicy("round_robin")
            .maxInboundMessageSize(config.maxMessageBytes())
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(5, TimeUnit.SECONDS);
    return config.encrypted() ? secure(builder, config).build() : builder.usePlaintext().build();
  }

  private static NettyChannelBuilder secure(NettyChannelBuilder builder, EtcdConfig config) {
    var ssl = GrpcSslContexts.forClient();
    config
        .tls()
        .ifPresent(tls -> {
          ssl.trustManager(tls.ca().toFile());
          tls.certificate()
              .ifPresent(certificate ->
                  ssl.keyManager(certificate.toFile(), tls.key().orElseThrow().toFile()));
        });
    try {
      return builder.sslContext(ssl.build());
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Resolves to the members that the configuration lists.
  private static final class Members extends NameResolver {
    private final List<EquivalentAddressGroup> addresses;

    Members(String members) {
      addresses = Arrays.stream(members.split(",")).map(Members::address).toList();
    }

    private static EquivalentAddressGroup address(String member) {
      var uri = URI.create("etcd://" + member);
      var attributes =
          Attributes.newBuilder()
              .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, uri.getHost())
              .build();
      return new EquivalentAddressGroup(
          new InetSocketAddress(uri.getHost(), uri.getPort()), attributes);
    }

    @Override
    public String getServiceAuthority() {
      return "etcd";
    }

    @Override
    public void start(Listener2 listener) {
      listener.onResult(
          ResolutionResult.newBuilder().setAddressesOrError(StatusOr.fromValue(addresses)).build());
    }

    @Override
    public void shutdown() {}

    private static final class Provider extends NameResolverProvider {
      @Override
      protected boolean isAvailable() {
        return true;
      }

      @Override
      protected int priority() {
        return 5;
      }

      @Override
      public String getDefaultScheme() {
        return SCHEME;
      }

      @Override
      public NameResolver newNameResolver(URI target, NameResolver.Args args) {
        return SCHEME.equals(target.getScheme())
            ? new Members(target.getPath().substring(1))
            : null;
      }
    }
  }
}
