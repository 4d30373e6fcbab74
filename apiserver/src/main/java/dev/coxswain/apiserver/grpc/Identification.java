package dev.coxswain.apiserver.grpc;

import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apiserver.authn.Authenticator;
import dev.coxswain.apiserver.authn.Credentials;
import dev.coxswain.apiserver.authn.UserInfo;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/// Finds out who calls, by client certificate or by the token in `authorization`.
final class Identification implements ServerInterceptor {
  static final Context.Key<UserInfo> USER = Context.key("user");
  static final Context.Key<String> USER_AGENT = Context.key("user-agent");

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> AGENT =
      Metadata.Key.of("user-agent", Metadata.ASCII_STRING_MARSHALLER);

  private final Authenticator authenticator;

  Identification(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var authorization = Optional.ofNullable(headers.get(AUTHORIZATION));
    var credentials =
        new Credentials(
            authorization.map(header -> Map.of("authorization", List.of(header))).orElse(Map.of()),
            certificates(call),
            "",
            List.of());
    try {
      var user = authenticator.identify(credentials);
      var agent = Optional.ofNullable(headers.get(AGENT)).orElse("");
      var context = Context.current().withValue(USER, user).withValue(USER_AGENT, agent);
      return Contexts.interceptCall(context, call, headers, next);
    } catch (ApiException e) {
      var failure = Failures.of(e);
      call.close(failure.getStatus(), failure.getTrailers());
      return new ServerCall.Listener<>() {};
    }
  }

  private static List<X509Certificate> certificates(ServerCall<?, ?> call) {
    var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return List.of();
    }
    try {
      return Arrays.stream(session.getPeerCertificates())
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLPeerUnverifiedException _) {
      return List.of(); // The client showed none.
    }
  }
}
