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
import javax.net.ssl.SSLException;

/// TLS of the REST front: HTTP/2 or HTTP/1.1, client certificates welcome.
final class ServerTls {
  private ServerTls() {}

  static SslContext context(TlsMaterial material) throws SSLException {
    var builder =
        SslContextBuilder.forServer(material.keyManager())
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .clientAuth(material.trustManager().isPresent() ? ClientAuth.OPTIONAL : ClientAuth.NONE)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    ApplicationProtocolNames.HTTP_2,
                    ApplicationProtocolNames.HTTP_1_1));
    material.trustManager().ifPresent(builder::trustManager);
    return builder.build();
  }
}
