package dev.coxswain.apiserver;

import dev.coxswain.component.TlsMaterial;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS of the fronts: client certificates are asked for and taken as they are. Whether they are
/// good is the authenticators' question, as of every other credential: a stranger gets a `Status`.
final class ServerTls {
  private ServerTls() {}

  /// For REST: HTTP/2 or HTTP/1.1.
  static SslContext context(TlsMaterial material) throws SSLException {
    return builder(material)
        .sslProvider(SslProvider.JDK)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ApplicationProtocolNames.HTTP_2,
                ApplicationProtocolNames.HTTP_1_1))
        .build();
  }

  /// Still without protocols of the application.
  static SslContextBuilder builder(TlsMaterial material) {
    var policy = material.policy();
    var builder =
        SslContextBuilder.forServer(material.keyManager())
            .protocols(policy.protocols())
            .clientAuth(ClientAuth.OPTIONAL)
            .trustManager(new AnyClient());
    return policy.cipherSuites().isEmpty() ? builder : builder.ciphers(policy.cipherSuites());
  }

  /// Lets every client show what it has, of whatever authority.
  private static final class AnyClient extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
      throw new IllegalStateException("wants to be a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
      throw new IllegalStateException("wants to be a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {
      throw new IllegalStateException("wants to be a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
